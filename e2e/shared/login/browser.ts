import { readFileSync } from "node:fs";
import http, { type IncomingMessage } from "node:http";
import https from "node:https";

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/** The parts of a browser that a login needs: cookies per site, and redirects. */
export class Browser {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #authority: Buffer;

  /**
   * @param authorityFile certificate of the authority that signed the certificates of the sites
   * @param addresses the actual address of a site, by origin, in place of DNS and a load balancer
   */
  constructor(
    authorityFile: string,
    private readonly addresses: Readonly<Record<string, string>> = {},
  ) {
    this.#authority = readFileSync(authorityFile);
  }

  /** Value of a cookie of a site, as its server set it. */
  cookie(origin: string, name: string): string | undefined {
    return this.#cookies.get(origin)?.get(name);
  }

  /** Replaces the value of a cookie. */
  setCookie(origin: string, name: string, value: string): void {
    const own = this.#cookies.get(origin) ?? new Map<string, string>();
    this.#cookies.set(origin, own.set(name, value));
  }

  /** Opens a page and follows redirects, ten at most. */
  async open(url: string): Promise<Page> {
    let at = url;
    for (let hops = 0; hops < 10; hops++) {
      const { status, text, location } = await this.request("GET", at);
      if (status < 300 || status > 399 || location === undefined) return { url: at, status, text };
      at = new URL(location, at).href;
    }
    throw new Error(`${url} redirects more than ten times, last to ${at}`);
  }

  /** One request with the site's cookies; keeps the cookies of the answer. */
  async request(
    method: string,
    url: string,
    body?: unknown,
  ): Promise<{ status: number; text: string; location: string | undefined }> {
    const { origin, pathname, search } = new URL(url);
    const cookies = [...(this.#cookies.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`);
    const target = new URL(`${this.addresses[origin] ?? origin}${pathname}${search}`);
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const response = await this.send(target, {
      method,
      payload,
      headers: {
        ...(cookies.length > 0 && { Cookie: cookies.join("; ") }),
        ...(payload !== undefined && { "Content-Type": "application/json" }),
      },
    });
    for (const line of response.headers["set-cookie"] ?? []) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.setCookie(origin, name, value);
    }
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const { statusCode = 0, headers } = response;
    return { status: statusCode, text: Buffer.concat(chunks).toString(), location: headers.location };
  }

  private send(
    target: URL,
    { payload, ...options }: { method: string; payload: string | undefined; headers: Record<string, string> },
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const request =
        target.protocol === "https:"
          ? https.request(target, { ...options, ca: this.#authority, agent: false })
          : http.request(target, { ...options, agent: false });
      request.once("response", resolve).once("error", reject).end(payload);
    });
  }
}
