import type { Handler } from "./virtual-hosts";

/** Path that a hostile repository requests if a part of it is executed as a command. */
export const trapPath = "/trap";

/** A small HTTP service for load tests: `/orders` answers 200, every other path 404. */
export class LoadTarget {
  /** Number of requests so far. */
  requests = 0;
  /** Number of requests to `trapPath` so far. */
  trapRequests = 0;

  readonly handle: Handler = (request, response) => {
    this.requests++;
    if (request.url === trapPath) this.trapRequests++;
    request.resume();
    response.writeHead(request.url === "/orders" ? 200 : 404, { "Content-Type": "application/json" });
    response.end("[]\n");
  };
}
