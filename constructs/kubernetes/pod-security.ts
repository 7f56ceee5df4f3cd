/**
 * Version of the Pod Security Standards for our namespaces: the oldest Kubernetes version that both EKS and Argo 4.1
 * support. It is pinned, so that a cluster upgrade doesn't reject pods that ran before.
 */
const version = "v1.34";

type Level = "baseline" | "restricted";

/** Labels that enforce a level for the pods of a namespace. Warnings and audit records use `restricted`. */
export function podSecurityLabels(enforce: Level): Record<string, string> {
  const levels = { enforce, audit: "restricted", warn: "restricted" };
  return Object.fromEntries(
    Object.entries(levels).flatMap(([mode, level]) => [
      [`pod-security.kubernetes.io/${mode}`, level],
      [`pod-security.kubernetes.io/${mode}-version`, version],
    ]),
  );
}
