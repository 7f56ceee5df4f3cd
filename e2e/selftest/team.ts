import type { KubernetesObject } from "../lab/kubernetes-api";

/** A namespace in which workflows run. */
export interface Team {
  readonly namespace: string;
  /** AWS role of its pods. */
  readonly roleArn: string;
}

/**
 * The objects of a team: pods run as `argo-workflow`, which has an AWS role and may report results; only init and wait
 * have its token. `submitter` submits and reads.
 */
export function teamObjects({ namespace, roleArn }: Team): KubernetesObject[] {
  const level = (mode: string) => [`pod-security.kubernetes.io/${mode}`, "restricted"] as const;
  const labels = Object.fromEntries(["enforce", "warn", "audit"].map(level));
  const account = (name: string, annotations: Record<string, string> = {}) => ({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name, namespace, annotations },
    automountServiceAccountToken: false,
  });
  return [
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } },
    account("argo-workflow", { "eks.amazonaws.com/role-arn": roleArn }),
    account("submitter"),
    ...role(namespace, "argo-workflow", [
      { apiGroups: ["argoproj.io"], resources: ["workflowtaskresults"], verbs: ["create", "patch"] },
    ]),
    ...role(namespace, "submitter", [
      { apiGroups: ["argoproj.io"], resources: ["workflows"], verbs: ["create", "get", "list", "watch"] },
      { apiGroups: ["argoproj.io"], resources: ["workflowtemplates"], verbs: ["get", "list"] },
      { apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list", "watch"] },
    ]),
  ];
}

function role(namespace: string, name: string, rules: readonly object[]): KubernetesObject[] {
  const rbac = { apiVersion: "rbac.authorization.k8s.io/v1" };
  return [
    { ...rbac, kind: "Role", metadata: { name, namespace }, rules },
    {
      ...rbac,
      kind: "RoleBinding",
      metadata: { name, namespace },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  ];
}
