import { ApiError } from "../kubernetes-api";
import type { NodeContext } from "./node-context";
import type { Pod } from "./pod";
import type { VolumeSources } from "./volume-files";

/** ConfigMaps, Secrets and tokens of a pod, read from the API server with the node's own permissions. */
export function podSources({ api }: NodeContext, pod: Pod): VolumeSources {
  const { name, namespace, uid } = pod.metadata;
  const base = `/api/v1/namespaces/${namespace}`;
  const find = async <T>(path: string): Promise<T | undefined> => {
    try {
      return await api.get<T>(`${base}/${path}`);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  };
  const decoded = (
    data: Readonly<Record<string, string>> = {},
    encoding: BufferEncoding,
  ): [string, Buffer][] => Object.entries(data).map(([key, value]) => [key, Buffer.from(value, encoding)]);
  return {
    async configMap(each) {
      const found = await find<{ data?: Record<string, string>; binaryData?: Record<string, string> }>(
        `configmaps/${each}`,
      );
      return found && new Map([...decoded(found.data, "utf8"), ...decoded(found.binaryData, "base64")]);
    },
    async secret(each) {
      const found = await find<{ data?: Record<string, string> }>(`secrets/${each}`);
      return found && new Map(decoded(found.data, "base64"));
    },
    async token(audience, expirationSeconds) {
      const account = pod.spec.serviceAccountName ?? "default";
      const answer = await api.post<{ status: { token: string } }>(
        `${base}/serviceaccounts/${account}/token`,
        {
          apiVersion: "authentication.k8s.io/v1",
          kind: "TokenRequest",
          spec: {
            ...(audience !== undefined && { audiences: [audience] }),
            expirationSeconds,
            boundObjectRef: { kind: "Pod", apiVersion: "v1", name, uid },
          },
        },
      );
      return answer.status.token;
    },
  };
}
