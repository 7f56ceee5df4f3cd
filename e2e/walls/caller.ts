import { readFileSync } from "node:fs";
import https from "node:https";
import { guardPolicies, guardPolicyName } from "../../config/guard-policies";
import type { KubernetesApi } from "../lab/kubernetes-api";

/** Somebody who sends requests; a group gives the rights, so that admission alone decides. */
export interface Caller {
  readonly user: string;
  readonly groups: readonly string[];
  /** What else the API server knows of the caller, such as the pod of a token. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** Members may do everything but change the guard; see `prepare.ts`. */
export const members = "walls:members";

/** A caller who isn't the platform. */
export function person(user: string): Caller {
  return { user, groups: [members, "system:authenticated"] };
}

export const platform: Caller = { user: "walls:platform", groups: ["system:masters"] };

export interface Request {
  readonly method: "POST" | "PUT" | "PATCH";
  readonly path: string;
  readonly body: unknown;
}

/** Sends requests as other people; by default nothing is stored. */
export class Impersonator {
  readonly #agent: https.Agent;

  constructor(private readonly api: KubernetesApi) {
    const { credentials, authorityFile } = api;
    if ("token" in credentials) throw new Error("the lab's administrator has a certificate");
    this.#agent = new https.Agent({
      keepAlive: true,
      ca: readFileSync(authorityFile),
      cert: readFileSync(credentials.certificate),
      key: readFileSync(credentials.key),
    });
  }

  /** @returns `passes`, or which policy refused with which sentence, or the API server's own reason */
  async send(caller: Caller, { method, path, body }: Request, store = false): Promise<string> {
    const { status, text } = await this.exchange(caller, method, store ? path : `${path}?dryRun=All`, body);
    if (status < 300) return "passes";
    const { message = text } = JSON.parse(text) as { message?: string };
    const [, policy = "", sentence = ""] =
      /ValidatingAdmissionPolicy '([^']+)' with binding '[^']+' denied request: ([^]*)/.exec(message) ?? [];
    const name = guardPolicies.find((one) => guardPolicyName(one) === policy);
    return name === undefined ? `${status} ${message}` : `${name}: ${sentence}`;
  }

  private exchange(caller: Caller, method: string, path: string, body: unknown) {
    return new Promise<{ status: number; text: string }>((resolve, reject) => {
      const payload = JSON.stringify(body);
      const request = https.request(
        `${this.api.server}${path}`,
        {
          method,
          agent: this.#agent,
          headers: {
            "Content-Type": method === "PATCH" ? "application/merge-patch+json" : "application/json",
            "Content-Length": Buffer.byteLength(payload),
            "Impersonate-User": caller.user,
            "Impersonate-Group": [...caller.groups],
            ...Object.fromEntries(
              Object.entries(caller.extra ?? {}).map(([key, value]) => [
                `Impersonate-Extra-${encodeURIComponent(key)}`,
                value,
              ]),
            ),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.once("error", reject);
          response.once("end", () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
          );
        },
      );
      request.once("error", reject);
      request.end(payload);
    });
  }
}
