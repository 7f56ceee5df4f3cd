import type { Container, Pod, ResourceField } from "./pod";

const suffixes: Readonly<Record<string, number>> = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/**
 * Number behind a Kubernetes quantity ("500m" is 0.5).
 * @throws if it isn't one.
 */
export function quantity(text: string): number {
  const found = /^([0-9.]+)([a-zA-Z]*)$/.exec(text);
  const factor = suffixes[found?.[2] ?? "?"];
  if (found === null || factor === undefined)
    throw new Error(`'${text}' isn't a Kubernetes quantity such as 500m or 2Gi`);
  return Number(found[1]) * factor;
}

/** Value of a `resourceFieldRef`: requests or limits of a container in units of the divisor, rounded up. */
export function resourceField(pod: Pod, container: Container | undefined, field: ResourceField): string {
  const named = field.containerName;
  const owner =
    named === undefined
      ? container
      : [...(pod.spec.initContainers ?? []), ...pod.spec.containers].find(({ name }) => name === named);
  const [kind, ...resource] = field.resource.split(".");
  const set = kind === "limits" ? owner?.resources?.limits : owner?.resources?.requests;
  const value = set?.[resource.join(".")];
  if (value === undefined) return "0";
  const divisor = field.divisor === undefined || field.divisor === "0" ? "1" : field.divisor;
  return Math.ceil(quantity(value) / quantity(divisor)).toString();
}
