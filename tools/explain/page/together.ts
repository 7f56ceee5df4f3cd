import { byCodeUnit } from "../../../config/code-unit-order";
import type { Finding, Sentence } from "../sentence";

/**
 * Sentences that differ in one name only become one sentence with a list of names: a change of every policy of the guard
 * is one thing to read. The first sentence keeps its place.
 */
export function together(findings: readonly Finding[]): Finding[] {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    for (const key of keys(finding)) counts.set(key.text, (counts.get(key.text) ?? 0) + 1);
  }
  const groups = new Map<string, { readonly position: number; readonly members: Finding[] }>();
  for (const finding of findings) {
    const best = keys(finding).reduce<Key | undefined>(
      (a, b) => ((counts.get(b.text) ?? 0) > Math.max(1, counts.get(a?.text ?? "") ?? 0) ? b : a),
      undefined,
    );
    const key = best?.text ?? JSON.stringify([groups.size, "alone"]);
    const group = groups.get(key) ?? { position: best?.position ?? -1, members: [] };
    group.members.push(finding);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap(({ position, members }) => {
    const [first] = members;
    return first === undefined || members.length === 1 ? members : [merged(first, position, members)];
  });
}

interface Key {
  readonly position: number;
  /** The sentence without the value at this position. */
  readonly text: string;
}

function keys({ level, topic, stack, sentence }: Finding): Key[] {
  return sentence.parts.flatMap((part, position) => {
    if (typeof part === "string" || !isNames(part.value)) return [];
    const others = sentence.parts.map((other, index) => (index === position ? null : printed(other)));
    return [{ position, text: JSON.stringify([level, topic, stack, position, others]) }];
  });
}

const printed = (part: Sentence["parts"][number]): unknown =>
  typeof part === "string" ? part : [typeof part.value === "object" ? String(part.value) : part.value];

const isNames = (value: unknown): value is string | readonly string[] =>
  typeof value === "string" || Array.isArray(value);

function merged(first: Finding, position: number, members: readonly Finding[]): Finding {
  const names = members.flatMap(({ sentence }) => {
    const part = sentence.parts[position];
    return part === undefined || typeof part === "string" || !isNames(part.value) ? [] : [part.value].flat();
  });
  const value = [...new Set(names)].sort(byCodeUnit);
  return {
    ...first,
    about: members.flatMap(({ about }) => about),
    sentence: { parts: first.sentence.parts.map((part, index) => (index === position ? { value } : part)) },
  };
}
