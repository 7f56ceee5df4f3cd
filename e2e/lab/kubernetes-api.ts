import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import https from "node:https";
import type { CertificateFiles } from "./pki";

/** How a client authenticates. */
export type Credentials = CertificateFiles | { readonly token: string };

/** What all Kubernetes objects have in common. */
export interface KubernetesObject {
  readonly [field: string]: unknown;
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly [field: string]: unknown;
    readonly name: string;
    readonly namespace?: string;
  };
}

export interface WatchEvent<T> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  readonly object: T;
}

/** An answer other than 2xx: `status` is the HTTP status, `reason` the API's name for it (Forbidden). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
export type PatchKind = "merge" | "strategic-merge" | "apply";

const contentTypes: Readonly<Record<PatchKind, string>> = {
  merge: "application/merge-patch+json",
  "strategic-merge": "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
};

const metadataOnly = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

/** A client of the API server that checks its certificate. Every method throws an ApiError for a refusal. */
export class KubernetesApi {
  readonly #options: https.RequestOptions;
  readonly #plurals = new Map<
    string,
    Promise<ReadonlyMap<string, { plural: string; namespaced: boolean }>>
  >();

  constructor(
    readonly server: string,
    readonly authorityFile: string,
    readonly credentials: Credentials,
  ) {
    const login =
      "token" in credentials
        ? { headers: { Authorization: `Bearer ${credentials.token}` } }
        : { cert: readFileSync(credentials.certificate), key: readFileSync(credentials.key) };
    const tls = { ca: readFileSync(authorityFile), ...("cert" in login && login) };
    this.#options = { ...tls, ...login, agent: new https.Agent({ keepAlive: true, ...tls }) };
  }

  /** The same server with other credentials. */
  as(credentials: Credentials): KubernetesApi {
    return new KubernetesApi(this.server, this.authorityFile, credentials);
  }

  async get<T>(path: string): Promise<T> {
    return JSON.parse(await this.send("GET", path)) as T;
  }

  async getText(path: string): Promise<string> {
    return readAll(await this.open("GET", path, undefined, undefined, undefined, "*/*"));
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    return JSON.parse(await this.send("POST", path, JSON.stringify(body), "application/json")) as T;
  }

  async patch<T>(path: string, body: unknown, kind: PatchKind = "merge"): Promise<T> {
    return JSON.parse(await this.send("PATCH", path, JSON.stringify(body), contentTypes[kind])) as T;
  }

  async delete(path: string, body: unknown = {}): Promise<void> {
    await this.send("DELETE", path, JSON.stringify(body), "application/json");
  }

  /** Creates or updates an object by server-side apply, with strict field validation. */
  async apply(object: KubernetesObject): Promise<void> {
    const query = "fieldManager=lab&force=true&fieldValidation=Strict";
    await this.patch(`${await this.pathOf(object)}?${query}`, object, "apply");
  }

  /** Like `apply`, for the text of one large YAML document, which is not parsed here and not returned. */
  async applyYaml(path: string, yaml: string): Promise<void> {
    await readAll(
      await this.open(
        "PATCH",
        `${path}?fieldManager=lab&force=true`,
        yaml,
        contentTypes.apply,
        undefined,
        metadataOnly,
      ),
    );
  }

  /** Path of an object: `/api/v1/namespaces/a/configmaps/b`. Asks the server for the plurals once per API version. */
  async pathOf(object: KubernetesObject): Promise<string> {
    const { apiVersion = "", kind = "" } = object;
    const base = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = (await this.plurals(base, kind)).get(kind);
    if (known === undefined) throw new Error(`the API server has no kind ${kind} in ${apiVersion}`);
    const { name, namespace = "default" } = object.metadata;
    const scope = known.namespaced ? `/namespaces/${namespace}` : "";
    return `${base}${scope}/${known.plural}/${name}`;
  }

  /** Streams changes until the server closes the stream or `signal` aborts; returns either way. */
  async watch<T>(path: string, onEvent: (event: WatchEvent<T>) => void, signal: AbortSignal): Promise<void> {
    const response = await this.open("GET", path, undefined, undefined, signal);
    response.setEncoding("utf8");
    let rest = "";
    try {
      for await (const chunk of response) {
        const lines = (rest + String(chunk)).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) if (line !== "") onEvent(JSON.parse(line) as WatchEvent<T>);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  private plurals(
    base: string,
    kind: string,
  ): Promise<ReadonlyMap<string, { plural: string; namespaced: boolean }>> {
    const key = `${base} ${kind}`;
    const known = this.#plurals.get(key);
    if (known !== undefined) return known;
    const asked = this.get<{ resources: { name: string; kind: string; namespaced: boolean }[] }>(base).then(
      ({ resources }) =>
        new Map(
          resources
            .filter(({ name }) => !name.includes("/"))
            .map((each) => [each.kind, { plural: each.name, namespaced: each.namespaced }]),
        ),
    );
    this.#plurals.set(key, asked);
    // A kind may be missing only until its CRD exists.
    asked.then(
      (answer) => answer.has(kind) || this.#plurals.delete(key),
      () => this.#plurals.delete(key),
    );
    return asked;
  }

  private async send(method: Method, path: string, body?: string, contentType?: string): Promise<string> {
    return readAll(await this.open(method, path, body, contentType));
  }

  private open(
    method: Method,
    path: string,
    body?: string,
    contentType?: string,
    signal?: AbortSignal,
    accept = "application/json",
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = {
        ...(this.#options.headers as Readonly<Record<string, string>> | undefined),
        Accept: accept,
        ...(contentType && { "Content-Type": contentType }),
        // Without it the body of a DELETE would be read as the next request of the connection.
        ...(body !== undefined && { "Content-Length": Buffer.byteLength(body) }),
      };
      const request = https.request(
        `${this.server}${path}`,
        { ...this.#options, method, headers, signal },
        (response) => {
          const status = response.statusCode ?? 0;
          if (status < 300) resolve(response);
          else readAll(response).then((text) => reject(refusal(method, path, status, text)), reject);
        },
      );
      request.once("error", reject);
      request.end(body);
    });
  }
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function refusal(method: Method, path: string, status: number, text: string): ApiError {
  let said: { reason?: string; message?: string } = {};
  try {
    said = JSON.parse(text) as typeof said;
  } catch {
    said = { message: text.trim() };
  }
  const reason = said.reason ?? "";
  return new ApiError(
    status,
    reason,
    `${method} ${path.split("?")[0] ?? path}: ${status} ${said.message ?? reason}`,
  );
}
