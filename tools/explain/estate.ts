import type { Change } from "./change";
import { type Cluster, keyOf, type KubernetesObject } from "./kubernetes/objects";
import type { Finding, Level, Sentence, Topic } from "./sentence";

/** What an explainer looks at: all plans of one environment together. */
export interface Estate {
  readonly changes: readonly Change[];
  readonly before: Cluster;
  readonly after: Cluster;
}

/** Finds what it can say about an environment. */
export type Explainer = (estate: Estate) => readonly Finding[];

/** Short way to write a finding. */
export function finding(
  level: Level,
  topic: Topic,
  place: { readonly stack: string; readonly address: string } | KubernetesObject,
  sentence: Sentence,
): Finding {
  const { stack, address } = place;
  return { level, topic, stack, about: "body" in place ? [address, keyOf(place)] : [address], sentence };
}

/** Resources of some types that are not the same on both sides. */
export function changed({ changes }: Estate, ...types: readonly string[]): Change[] {
  return changes.filter(({ type, kind }) => types.includes(type) && kind !== "none");
}
