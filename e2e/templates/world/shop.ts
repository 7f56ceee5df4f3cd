import type { Handler } from "./front";

/** A small HTTP service for load tests to call: `/orders` answers, anything else is 404. */
export class Shop {
  requests = 0;
  /** Whether every answer is an error from now on. */
  broken = false;

  readonly handle: Handler = (request, response) => {
    this.requests++;
    request.resume();
    const found = request.url === "/orders";
    response.writeHead(this.broken ? 500 : found ? 200 : 404, { "Content-Type": "application/json" });
    response.end("[]\n");
  };
}
