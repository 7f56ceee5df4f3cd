import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** An HTTP proxy between a program and a server; it can be slow and can lose answers. */
export class FaultProxy {
  /** Seconds to wait before each request is forwarded. */
  delaySeconds = 0;
  /** Whether to return the answer to a request. If not, the request still reaches the server. */
  answers: (method: string, path: string) => boolean = () => true;

  private constructor(readonly url: string) {}

  static async open(target: string, onClose: (close: () => void) => void): Promise<FaultProxy> {
    const server = createServer((incoming, outgoing) => void proxy.forward(target, incoming, outgoing));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const proxy = new FaultProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onClose(() => {
      server.closeAllConnections();
      server.close();
    });
    return proxy;
  }

  private async forward(target: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = incoming;
    await sleep(this.delaySeconds * 1000);
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
