import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../../lab/free-port";
import type { Lab } from "../../../lab/lab";
import { required } from "../../../lab/required";

/** A running OCI registry (distribution), without login and without immutable tags. */
export interface Registry {
  /** `127.0.0.1:<port>` */
  readonly address: string;
}

/** Starts the registry on a free port, with its data below the run's folder. */
export async function startRegistry({
  processes,
  programs,
  folder,
  onUnexpectedExit,
}: Lab): Promise<Registry> {
  const own = join(folder, "registry");
  mkdirSync(own, { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const configuration = join(own, "config.json");
  // JSON is YAML, which it reads.
  writeFileSync(
    configuration,
    JSON.stringify({
      version: "0.1",
      log: { level: "warn", accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(own, "data") }, delete: { enabled: true } },
      // Locations without a host, so that clients keep the host name that they used.
      http: { addr: address, relativeurls: true },
    }),
  );
  const server = processes.start("registry", required(programs, "registry"), ["serve", configuration], {
    // Its trace exporter would look for a collector.
    environment: { OTEL_TRACES_EXPORTER: "none" },
    onUnexpectedExit,
  });
  await server.until("ready", async () => (await fetch(`http://${address}/v2/`)).ok);
  return { address };
}
