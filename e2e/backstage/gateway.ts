import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A network between Backstage and Argo's server that can be slow, lose answers, and break. */
export class Gateway {
  /** Seconds before each request is passed on. */
  delaySeconds = 0;
  /** Passes an answer on, or keeps it for ever; the request went through in either case. */
  answers: (method: string, path: string) => boolean = () => true;
  /** Whether connections are cut at once. */
  broken = false;
  /** Requests that were passed on, as `METHOD path`. */
  readonly seen: string[] = [];

  private constructor(readonly url: string) {}

  static async open(target: () => string, onClose: (close: () => void) => void): Promise<Gateway> {
    const server = createServer((incoming, outgoing) => void gateway.pass(target(), incoming, outgoing));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const gateway = new Gateway(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onClose(() => {
      server.closeAllConnections();
      server.close();
    });
    return gateway;
  }

  private async pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = incoming;
    if (this.broken) {
      incoming.destroy();
      return;
    }
    await sleep(this.delaySeconds * 1000);
    this.seen.push(`${method} ${url}`);
    const onward = request(`${target}${url}`, { method, headers }, (answer) => {
      if (!this.answers(method, url)) {
        answer.resume();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on("error", () => outgoing.destroy());
    incoming.pipe(onward);
  }
}
