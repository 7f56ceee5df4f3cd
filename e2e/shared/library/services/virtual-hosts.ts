import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { Pki } from "../../../lab/pki";

/** Answers requests to one host name; throws for a request that it can't answer. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/**
 * An HTTPS server on port 443 of a loopback address, with a handler for each host name that pods call. Pods find it
 * through /etc/hosts. Its certificate is signed by the run's own certificate authority, so the templates use their real
 * https:// addresses.
 */
export class VirtualHosts {
  /** Differs in each run, so two runs on one machine don't collide. */
  readonly address = `127.8.${(process.pid >> 8) & 255}.${process.pid & 255}`;
  readonly #handlers = new Map<string, Handler>();

  constructor(private readonly names: readonly string[]) {}

  /** Address by host name, for /etc/hosts of the pods. */
  get addresses(): ReadonlyMap<string, string> {
    return new Map(this.names.map((name) => [name, this.address]));
  }

  /** Sets the handler of a host name, in place of an earlier one. */
  serve(name: string, handler: Handler): void {
    if (!this.names.includes(name))
      throw new Error(`${name} is not a virtual host; the names are ${this.names.join(", ")}`);
    this.#handlers.set(name, handler);
  }

  /** Removes the handler of a host name: connections to it are closed without an answer. */
  disconnect(name: string): void {
    this.#handlers.delete(name);
  }

  /** Starts listening. @returns a function that stops the server */
  async listen(pki: Pki): Promise<() => Promise<void>> {
    const files = pki.issue("virtual-hosts", {
      commonName: "virtual hosts",
      subjectAltNames: this.names.map((name) => `DNS:${name}`),
    });
    const server = https.createServer(
      { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
      (request, response) => void this.handle(request, response),
    );
    // On a busy machine, pulling a large layer takes longer than the five minutes that Node allows.
    server.requestTimeout = 0;
    // Go clients keep idle connections longer than Node's 5 seconds, and then write to one that is being closed.
    server.keepAliveTimeout = 0;
    await new Promise<void>((resolve, reject) =>
      server.once("error", reject).listen(443, this.address, resolve),
    );
    return () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = (request.headers.host ?? "").replace(/:443$/, "");
    const handler = this.#handlers.get(name);
    if (handler === undefined) return void request.socket.destroy();
    try {
      await handler(request, response);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500);
      response.end(`${name}: ${(error as Error).message}\n`);
    }
  }
}

/** Reads the whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
