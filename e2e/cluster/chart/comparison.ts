import { isDeepStrictEqual } from "node:util";

import type { KubernetesObject } from "../../lab/kubernetes-api";
import type { Values } from "../argo/configuration";

/**
 * Where the lab's own derivation and the chart's rendering part, key by key.
 * @param exact whether the chart may have nothing that the lab hasn't
 */
export function differences(lab: unknown, chart: unknown, exact: boolean, path = ""): string[] {
  if (isMap(lab) && isMap(chart)) {
    const keys = new Set([...Object.keys(lab), ...(exact ? Object.keys(chart) : [])]);
    return [...keys].flatMap((key) =>
      differences(lab[key], chart[key], exact, path === "" ? key : `${path}.${key}`),
    );
  }
  if (isDeepStrictEqual(lab, chart)) return [];
  return [`${path}: lab ${text(lab)}, chart ${text(chart)}`];
}

function text(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

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
