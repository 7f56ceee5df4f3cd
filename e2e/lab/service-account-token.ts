import type { KubernetesApi } from "./kubernetes-api";

/** A token of a service account, valid for a day. */
export async function serviceAccountToken(
  api: KubernetesApi,
  namespace: string,
  account: string,
  audience?: string,
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
  const answer = await api.post<{ status: { token: string } }>(path, {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenRequest",
    spec: { expirationSeconds: 86400, ...(audience !== undefined && { audiences: [audience] }) },
  });
  return answer.status.token;
}
