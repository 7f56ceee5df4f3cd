import { type Estate, finding } from "../estate";
import { type Finding, say } from "../sentence";

/** Kinds that this project installs. Objects of another kind are something new to judge. */
const known = new Set([
  ...[
    "ClusterRole",
    "ClusterRoleBinding",
    "ConfigMap",
    "CronWorkflow",
    "ExternalSecret",
    "LimitRange",
    "Namespace",
  ],
  ...["NetworkPolicy", "ResourceQuota", "Role", "RoleBinding", "Secret", "SecretStore", "ClusterSecretStore"],
  ...[
    "ServiceAccount",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ClusterWorkflowTemplate",
  ],
  ...["GithubAccessToken", "IngressClass", "IngressClassParams", "PriorityClass", "PrometheusRule"],
]);

export const unknownKinds = ({ before, after }: Estate): Finding[] =>
  [...after.objects].flatMap(([key, object]) => {
    if (known.has(object.kind)) return [];
    const old = before.objects.get(key);
    if (old !== undefined && JSON.stringify(old.body) === JSON.stringify(object.body)) return [];
    return [
      finding(
        "danger",
        "Settings",
        object,
        say`${object.kind} ${`${object.namespace}/${object.name}`} is of a kind that this project doesn't install. This page can't tell what it does.`,
      ),
    ];
  });
