import type { Argo } from "../../lab/argo";
import type { KubernetesApi } from "../../lab/kubernetes-api";

/** Argo's API, called with the token that the stacks store in a Secret for Backstage. */
export class ArgoApi {
  private constructor(
    private readonly argo: Argo,
    readonly token: string,
  ) {}

  static async open(argo: Argo, api: KubernetesApi): Promise<ArgoApi> {
    const path = "/api/v1/namespaces/argo/secrets/argo-backstage.service-account-token";
    const { data } = await api.get<{ data: { token: string } }>(path);
    return new ArgoApi(argo, Buffer.from(data.token, "base64").toString());
  }

  /** Submits a workflow and returns its uid. @throws with the answer of the server */
  async submit(namespace: string, workflow: object): Promise<string> {
    const answer = await this.argo.call("POST", `/api/v1/workflows/${namespace}`, this.token, { workflow });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { metadata: { uid: string } }).metadata.uid;
  }

  /** HTTP status of a request with Backstage's token. */
  async status(method: "GET" | "DELETE", path: string): Promise<number> {
    return (await this.argo.call(method, path, this.token)).status;
  }

  /** The content at a path; undefined if the server refuses it. */
  async file(path: string): Promise<Buffer | undefined> {
    const answer = await this.argo.call("GET", path, this.token);
    const content = Buffer.from(await answer.arrayBuffer());
    return answer.ok ? content : undefined;
  }

  /** Phase of the workflow at a path, or the message of the server. */
  async phase(path: string): Promise<string> {
    const answer = await this.argo.call("GET", path, this.token);
    const { status, message } = (await answer.json()) as { status?: { phase?: string }; message?: string };
    return status?.phase ?? message ?? `status ${answer.status}`;
  }
}
