import { InputError } from "@backstage/errors";

import type { Instance } from "../instances";
import { ArgoError } from "./argo-error";
import { oneLine } from "../one-line";
import { boundedText } from "./bounded-body";

export interface ArgoRequest {
  /** @default "GET" */
  readonly method?: "GET" | "POST" | "PUT";
  /** Segments of the path, not yet encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Limits of one request. */
export interface Limits {
  readonly milliseconds: number;
  readonly bytes: number;
}

const defaults: Limits = { milliseconds: 30_000, bytes: 16 * 1024 * 1024 };

/**
 * The REST API of an Argo server. It follows no redirects, which would send the token to another address. No error
 * contains the token.
 */
export class ArgoClient {
  constructor(
    readonly instance: Instance,
    private readonly limits: Limits = defaults,
  ) {}

  /** @throws {@link ArgoError}, or the signal's reason */
  async json<T>(request: ArgoRequest): Promise<T> {
    const { text, type } = await this.send(request);
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new ArgoError(
        `${this.name} answered with ${type || "something"} instead of JSON; is baseUrl the address of Argo's server?`,
      );
    }
  }

  /** @throws {@link ArgoError}, or the signal's reason */
  async text(request: ArgoRequest): Promise<string> {
    return (await this.send(request)).text;
  }

  private get name(): string {
    return `Argo's server (instance ${this.instance.name})`;
  }

  private async send(request: ArgoRequest): Promise<{ text: string; type: string }> {
    const { method = "GET", path, query = {}, body, signal } = request;
    const { baseUrl } = this.instance;
    const token = await this.instance.token();
    signal?.throwIfAborted();
    // A URL leaves these out, and the request would go to another path.
    if (path.some((segment) => /^\.{0,2}$/.test(segment)))
      throw new InputError(`${JSON.stringify(path.join("/"))} isn't a path of Argo's API`);
    const url = new URL(`${baseUrl}/${path.map(encodeURIComponent).join("/")}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const timeout = AbortSignal.timeout(this.limits.milliseconds);
    try {
      const response = await fetch(url, {
        method,
        headers: {
          Authorization: `Bearer ${token}`,
          Accept: "application/json",
          ...(body !== undefined && { "Content-Type": "application/json" }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: "manual",
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      return await this.read(response, token);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (error instanceof ArgoError) throw error;
      throw new ArgoError(
        timeout.aborted
          ? `${this.name} did not answer within ${this.limits.milliseconds / 1000} s`
          : `${this.name} can't be reached: ${oneLine(redacted(reasonOf(error), token), 200)}`,
        undefined,
        true,
      );
    }
  }

  private async read(response: Response, token: string): Promise<{ text: string; type: string }> {
    const { status } = response;
    const redirected = status >= 300 && status < 400;
    const text = redirected ? "" : await boundedText(response, this.limits.bytes);
    if (text === undefined)
      throw new ArgoError(`${this.name} answered with more than ${this.limits.bytes / 1024 / 1024} MiB`);
    if (response.ok) return { text, type: response.headers.get("content-type") ?? "" };
    if (redirected) {
      await response.body?.cancel();
      throw new ArgoError(
        `${this.name} answered with a redirect (${status}), which Backstage doesn't follow; set baseUrl to the final address`,
        status,
      );
    }
    throw this.refusal(status, redacted(text, token), response.headers.get("retry-after"));
  }

  private refusal(status: number, text: string, retryAfter: string | null): ArgoError {
    const said = oneLine(messageOf(text));
    const seconds = Number(retryAfter ?? Number.NaN);
    const transient = status === 408 || status === 429 || status >= 500;
    return new ArgoError(
      `${this.name} answered ${status}${hints[status] ?? ""}${said && `: ${said}`}`,
      status,
      transient,
      Number.isFinite(seconds) ? seconds : undefined,
    );
  }
}

const hints: Readonly<Record<number, string>> = {
  401: " (the server rejects the token; an administrator must renew argoWorkflows.instances[].token)",
  403: " (Backstage's service account may not do this)",
  404: " (not found)",
  429: " (too many requests)",
};

/** Argo's errors are JSON (grpc-gateway); those of its rate limiter and of proxies are plain text. */
function messageOf(text: string): string {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === "string" ? message : "";
  } catch {
    return /^\s*</.test(text) ? "" : text;
  }
}

function redacted(text: string, token: string): string {
  return text.replaceAll(token, "[token]");
}

function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string; message?: string; errors?: { code?: string }[] } };
  return cause?.code ?? cause?.errors?.[0]?.code ?? cause?.message ?? String(error);
}
