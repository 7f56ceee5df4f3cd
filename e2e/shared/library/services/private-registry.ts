import { createHash } from "node:crypto";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { bodyOf, type Handler } from "./virtual-hosts";

/** A push that created or changed a tag. */
export interface Push {
  /** `team/app:1.2` */
  readonly tag: string;
  readonly digest: string;
}

const manifest = /^\/v2\/(.+)\/manifests\/([^:?]+)$/;
/** Tags that tools derive from a digest (signatures, attestations and their index), which ECR lets change. */
const derived = /^sha256-[0-9a-f]{64}/;

/**
 * A plain registry that behaves like ECR: it requires ECR's login for host names of ECR, and refuses to move a tag, except
 * in repositories of layer caches. These must be mutable, because two builds at once write the same tag
 * (ECR: PutImage, ImageTagAlreadyExistsException; registries say TAG_INVALID).
 */
export class PrivateRegistry {
  /** Every created tag, in order, without refused ones. */
  readonly pushes: Push[] = [];
  #turn: Promise<unknown> = Promise.resolve();

  /** `address` of the plain registry. */
  constructor(private readonly address: string) {}

  readonly handle: Handler = async (request, response) => {
    // The password that the AWS emulator returns for an account (moto: ecr/responses.py).
    const [account = "", ...rest] = (request.headers.host ?? "").split(".");
    const basic = `Basic ${Buffer.from(`AWS:${account}-auth-token`).toString("base64")}`;
    if (rest[1] === "ecr" && request.headers.authorization !== basic) {
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="ecr",service="ecr.amazonaws.com"' });
      return void response.end("Not Authorized\n");
    }
    const [, repository = "", tag = ""] = manifest.exec(request.url ?? "") ?? [];
    if (tag === "" || request.method !== "PUT") return this.forward(request, response);
    const body = await bodyOf(request);
    // One at a time: nobody may write between the check and the write.
    const done = this.#turn.then(() => this.put(request, response, { repository, tag, body }));
    this.#turn = done.catch(() => undefined);
    return done;
  };

  private async put(
    request: IncomingMessage,
    response: ServerResponse,
    { repository, tag, body }: { repository: string; tag: string; body: Buffer },
  ): Promise<void> {
    const digest = `sha256:${createHash("sha256").update(body).digest("hex")}`;
    const present = await this.digestOf(request.url ?? "");
    const movable = derived.test(tag) || repository.endsWith("-cache");
    if (present !== undefined && present !== digest && !movable) {
      const message = `The image tag '${tag}' already exists in the '${repository}' repository and cannot be overwritten because the tag is immutable.`;
      response.writeHead(400, { "Content-Type": "application/json" });
      return void response.end(JSON.stringify({ errors: [{ code: "TAG_INVALID", message }] }));
    }
    await this.forward(request, response, body);
    if (response.statusCode < 300) this.pushes.push({ tag: `${repository}:${tag}`, digest });
  }

  private async digestOf(path: string): Promise<string | undefined> {
    const kinds = ["oci.image.index.v1", "oci.image.manifest.v1"].map(
      (kind) => `application/vnd.${kind}+json`,
    );
    const docker = ["manifest.v2", "manifest.list.v2"].map(
      (kind) => `application/vnd.docker.distribution.${kind}+json`,
    );
    const answer = await fetch(`http://${this.address}${path}`, {
      method: "HEAD",
      headers: { Accept: [...kinds, ...docker].join(",") },
    });
    return answer.ok ? (answer.headers.get("docker-content-digest") ?? undefined) : undefined;
  }

  private forward(request: IncomingMessage, response: ServerResponse, body?: Buffer): Promise<void> {
    const [host = "", port = ""] = this.address.split(":");
    const headers = { ...request.headers };
    delete headers.authorization;
    return new Promise((resolve, reject) => {
      const onward = http.request(
        { host, port, method: request.method, path: request.url, headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response).once("finish", resolve).once("error", reject);
        },
      );
      onward.once("error", reject);
      if (body === undefined) request.pipe(onward);
      else onward.end(body);
    });
  }
}
