import type { Handler } from "./front";

/** Asked for by whatever of a hostile repository is run as a command. */
export const trapPath = "/trap";

/** A small HTTP service for load tests to call: `/orders` answers, anything else is 404. */
export class Shop {
  requests = 0;
  /** How often somebody walked into the trap. */
  trapped = 0;
  /** Whether every answer is an error from now on. */
  broken = false;

  readonly handle: Handler = (request, response) => {
    this.requests++;
    if (request.url === trapPath) this.trapped++;
    request.resume();
    const found = request.url === "/orders";
    response.writeHead(this.broken ? 500 : found ? 200 : 404, { "Content-Type": "application/json" });
    response.end("[]\n");
  };
}
