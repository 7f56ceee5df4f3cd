import type { KubernetesObject } from "../../lab/kubernetes-api";
import type { Values } from "./configuration";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

/** Everything that the cluster roles bound to a service account grant, each as `get pods` or `get secrets:name`. */
export function rightsOf(account: string, objects: readonly KubernetesObject[]): Values {
  const bound = objects
    .filter(({ kind }) => kind === "ClusterRoleBinding")
    .filter(({ subjects }) => (subjects as { name: string }[]).some(({ name }) => name === account))
    .map(({ roleRef }) => (roleRef as { name: string }).name);
  const rules = objects
    .filter(({ kind, metadata }) => kind === "ClusterRole" && bound.includes(metadata.name))
    .flatMap((role) => role["rules"] as Rule[]);
  return Object.fromEntries(rules.flatMap(granted).map((right) => [right, true]));
}

function granted({ apiGroups, resources, resourceNames = [""], verbs }: Rule): string[] {
  return apiGroups.flatMap((group) =>
    resources.flatMap((resource) =>
      resourceNames.flatMap((name) =>
        verbs.map(
          (verb) => `${verb} ${resource}${group === "" ? "" : `.${group}`}${name === "" ? "" : `:${name}`}`,
        ),
      ),
    ),
  );
}
