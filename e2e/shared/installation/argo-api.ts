import { portalTokenLabel, userKey, variableAnnotation } from "../../../config/annotations";
import { controlPlaneNamespace, portalAccount, serviceAccounts } from "../../../config/naming";
import type { Argo } from "../../lab/argo";
import type { KubernetesApi } from "../../lab/kubernetes-api";

interface TokenSecret {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly data: { readonly token: string };
}

/** Argo's API, called with the tokens that the stacks store in Secrets for Backstage: one for each team. */
export class ArgoApi {
  private constructor(
    private readonly argo: Argo,
    private readonly tokens: ReadonlyMap<string, string>,
    /** Every token of Backstage's, by the environment variable in which Backstage expects it. */
    readonly variables: ReadonlyMap<string, string>,
  ) {}

  static async open(argo: Argo, api: KubernetesApi): Promise<ArgoApi> {
    const path = `/api/v1/namespaces/${controlPlaneNamespace}/secrets?labelSelector=${encodeURIComponent(portalTokenLabel)}`;
    const { items } = await api.get<{ items: readonly TokenSecret[] }>(path);
    const by = (annotation: string) =>
      new Map(
        items.map(({ metadata, data }) => [
          metadata.annotations[annotation] ?? "",
          Buffer.from(data.token, "base64").toString(),
        ]),
      );
    return new ArgoApi(argo, by("kubernetes.io/service-account.name"), by(variableAnnotation));
  }

  /** Backstage's token for a team. @throws if the team isn't open to Backstage */
  tokenOf(namespace: string): string {
    return this.token(portalAccount(namespace));
  }

  /** Backstage's token that only reads cluster workflow templates. */
  get templatesToken(): string {
    return this.token(serviceAccounts.backstage);
  }

  /** Submits a workflow for a user of Backstage's and returns its uid. @throws with the answer of the server */
  async submit(namespace: string, workflow: object): Promise<string> {
    const { metadata } = workflow as { metadata: { labels?: object } };
    const labels = { ...metadata.labels, [userKey]: "lab" };
    const marked = { ...workflow, metadata: { ...metadata, labels } };
    const path = `/api/v1/workflows/${namespace}`;
    const answer = await this.argo.call("POST", path, this.tokenOf(namespace), { workflow: marked });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { metadata: { uid: string } }).metadata.uid;
  }

  /** HTTP status of a request with Backstage's token for the namespace in the path, or for another one. */
  async status(method: "GET" | "DELETE", path: string, namespace = namespaceIn(path)): Promise<number> {
    return (await this.argo.call(method, path, this.tokenOf(namespace))).status;
  }

  /** The content at a path; undefined if the server refuses it. */
  async file(path: string): Promise<Buffer | undefined> {
    const answer = await this.argo.call("GET", path, this.tokenOf(namespaceIn(path)));
    const content = Buffer.from(await answer.arrayBuffer());
    return answer.ok ? content : undefined;
  }

  /** Phase of the workflow at a path, or the message of the server. */
  async phase(path: string): Promise<string> {
    const answer = await this.argo.call("GET", path, this.tokenOf(namespaceIn(path)));
    const { status, message } = (await answer.json()) as { status?: { phase?: string }; message?: string };
    return status?.phase ?? message ?? `status ${answer.status}`;
  }

  private token(account: string): string {
    const token = this.tokens.get(account);
    if (token === undefined) throw new Error(`Backstage has no token of ${account}`);
    return token;
  }
}

/** The namespace that a path of Argo's API is about. */
function namespaceIn(path: string): string {
  const [, inPath, asked] =
    /^\/(?:api\/v1\/workflows|artifacts|artifact-files)\/([^/?]+)|(?:[?&]|metadata\.)namespace=([^&]+)/.exec(
      path,
    ) ?? [];
  const namespace = inPath ?? asked;
  if (namespace === undefined) throw new Error(`no namespace in ${path}`);
  return namespace;
}
