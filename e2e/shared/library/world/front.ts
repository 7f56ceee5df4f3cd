import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { Pki } from "../../../lab/pki";

/** Answers requests to one host name; throws for a request that it can't answer. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/**
 * The outside world on port 443 of one loopback address: every host name that pods call is led here by /etc/hosts,
 * and answered under a certificate of the run's own authority, so that the templates' own https:// addresses hold.
 */
export class Front {
  /** Of this run only, so that two runs on one machine don't meet. */
  readonly address = `127.8.${(process.pid >> 8) & 255}.${process.pid & 255}`;
  readonly #handlers = new Map<string, Handler>();

  constructor(private readonly names: readonly string[]) {}

  /** Host name -> address, for the pods. */
  get hosts(): ReadonlyMap<string, string> {
    return new Map(this.names.map((name) => [name, this.address]));
  }

  /** From now on this answers for the name; another handler before it is replaced. */
  answer(name: string, handler: Handler): void {
    if (!this.names.includes(name))
      throw new Error(`${name} is not among the front's names: ${this.names.join(", ")}`);
    this.#handlers.set(name, handler);
  }

  /** Nobody answers for the name any more: connections to it are cut. */
  silence(name: string): void {
    this.#handlers.delete(name);
  }

  /** Starts listening; returns what ends it. */
  async listen(pki: Pki): Promise<() => Promise<void>> {
    const files = pki.issue("front", {
      commonName: "the world outside",
      subjectAltNames: this.names.map((name) => `DNS:${name}`),
    });
    const server = https.createServer(
      { cert: readFileSync(files.certificate), key: readFileSync(files.key) },
      (request, response) => void this.handle(request, response),
    );
    // A pull of a large layer over a busy machine takes longer than the five minutes that Node allows.
    server.requestTimeout = 0;
    // Clients in Go keep idle connections for longer than Node's 5 seconds, and write into one that is being closed.
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

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
