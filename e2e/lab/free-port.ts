import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Below what Linux gives to outgoing connections (ip_local_port_range), one of which could take it meanwhile. */
const range = [15_000, 32_000] as const;

/**
 * A port that nobody on 127.0.0.1 listens on right now.
 * @throws when a hundred tries found none.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = randomInt(...range);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port on 127.0.0.1 between ${range.join(" and ")}.`);
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
