/** A taint that pods tolerate, as in the environment file. Without `value`, pods tolerate every value. */
export interface Toleration {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute" | undefined;
}

/** The toleration as a pod spec has it. */
export function podToleration({ key, value, effect }: Toleration): Record<string, string> {
  return {
    key,
    ...(value === undefined ? { operator: "Exists" } : { operator: "Equal", value }),
    ...(effect !== undefined && { effect }),
  };
}
