import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below the range of outgoing connections in Linux (ip_local_port_range), so that none of them can take the port. */
const range = [15_000, 32_000] as const;

/**
 * A port of 127.0.0.1 on which no program listens right now.
 * @throws if a hundred tries found none.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(...range);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port on 127.0.0.1 between ${range.join(" and ")}`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
