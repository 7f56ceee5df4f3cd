import type { Change } from "./change";
import type { Cluster } from "./kubernetes/objects";
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
  { stack, address }: { readonly stack: string; readonly address: string },
  sentence: Sentence,
): Finding {
  return { level, topic, stack, about: [address], sentence };
}

/** Resources of some types that are not the same on both sides. */
export function changed({ changes }: Estate, ...types: readonly string[]): Change[] {
  return changes.filter(({ type, kind }) => types.includes(type) && kind !== "none");
}
