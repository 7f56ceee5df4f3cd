import type { KubernetesApi } from "../../lab/kubernetes-api";

interface Rule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Every authenticated account may review its own permissions (Kubernetes: cluster role system:basic-user). */
const everybodys = new Set(
  [
    "selfsubjectaccessreviews.authorization.k8s.io",
    "selfsubjectrulesreviews.authorization.k8s.io",
    "selfsubjectreviews.authentication.k8s.io",
  ].map((resource) => `create ${resource}`),
);

/** The client's permissions in a namespace according to the API server, as `<verb> <resource>`. */
export async function rightsIn(api: KubernetesApi, namespace: string): Promise<Set<string>> {
  const { status } = await api.post<{ status: { resourceRules: Rule[]; incomplete: boolean } }>(
    "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
    { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } },
  );
  const rights = status.resourceRules.flatMap(
    ({ verbs, apiGroups = [], resources = [], resourceNames = [] }) =>
      verbs.flatMap((verb) =>
        apiGroups.flatMap((group) =>
          resources.flatMap((resource) =>
            (resourceNames.length > 0 ? resourceNames : [undefined]).map(
              (name) => `${verb} ${named(group, resource)}${name === undefined ? "" : `:${name}`}`,
            ),
          ),
        ),
      ),
  );
  if (status.incomplete) rights.push("and more that the API server can't list");
  return new Set(rights.filter((right) => !everybodys.has(right)));
}

/** `deployments/scale` of `apps` is `deployments.apps/scale`. */
function named(group: string, resource: string): string {
  const [kind = "", sub] = resource.split("/");
  return [`${kind}${group === "" ? "" : `.${group}`}`, ...(sub === undefined ? [] : [sub])].join("/");
}
