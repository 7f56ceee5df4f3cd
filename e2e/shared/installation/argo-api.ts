import type { Argo } from "../../lab/argo";
import type { KubernetesApi } from "../../lab/kubernetes-api";

/** Backstage: calls Argo's server with the token that the stacks leave in a Secret for it. */
export class Portal {
  private constructor(
    private readonly argo: Argo,
    readonly token: string,
  ) {}

  static async open(argo: Argo, api: KubernetesApi): Promise<Portal> {
    const path = "/api/v1/namespaces/argo/secrets/argo-backstage.service-account-token";
    const { data } = await api.get<{ data: { token: string } }>(path);
    return new Portal(argo, Buffer.from(data.token, "base64").toString());
  }

  /** Submits a workflow and returns its uid. @throws with what the server said */
  async submit(namespace: string, workflow: object): Promise<string> {
    const answer = await this.argo.call("POST", `/api/v1/workflows/${namespace}`, this.token, { workflow });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { metadata: { uid: string } }).metadata.uid;
  }

  /** HTTP status of a request with Backstage's token. */
  async status(method: "GET" | "DELETE", path: string): Promise<number> {
    return (await this.argo.call(method, path, this.token)).status;
  }

  /** What stands at a path; undefined if it can't be had. */
  async file(path: string): Promise<Buffer | undefined> {
    const answer = await this.argo.call("GET", path, this.token);
    const content = Buffer.from(await answer.arrayBuffer());
    return answer.ok ? content : undefined;
  }

  /** Phase of the workflow at a path, or what the server said instead. */
  async phase(path: string): Promise<string> {
    const answer = await this.argo.call("GET", path, this.token);
    const { status, message } = (await answer.json()) as { status?: { phase?: string }; message?: string };
    return status?.phase ?? message ?? `status ${answer.status}`;
  }
}
