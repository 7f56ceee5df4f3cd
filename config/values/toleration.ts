/** A taint that pods tolerate, as the environment file writes it. Without `value`, every value is tolerated. */
export interface Toleration {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute" | undefined;
}

/** The same toleration in the form of a pod spec. */
export function podToleration({ key, value, effect }: Toleration): Record<string, string> {
  return {
    key,
    ...(value === undefined ? { operator: "Exists" } : { operator: "Equal", value }),
    ...(effect !== undefined && { effect }),
  };
}
