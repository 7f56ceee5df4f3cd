/** A value that Terraform knows only after the apply. It is said, never guessed. */
export class Unknown {
  toString(): string {
    return "(known after apply)";
  }
}

/** A value that the plan marks as sensitive. It is compared and never printed. */
export class Sensitive {
  constructor(readonly value: string) {}

  toString(): string {
    return "(sensitive)";
  }
}

/** What a sentence can contain from a plan. A list is printed as words: `a`, `b` and `c`. */
export type Value = string | number | boolean | Unknown | Sensitive | readonly string[];

/**
 * A sentence about a plan. The project's own words and the plan's values are kept apart, so that every value is escaped
 * where the sentence is printed, whatever it contains.
 */
export interface Sentence {
  readonly parts: readonly (string | { readonly value: Value })[];
}

/** Tag of a template: what is in `${}` comes from the plan, or is a sentence itself. */
export function say(words: TemplateStringsArray, ...values: readonly (Value | Sentence)[]): Sentence {
  return {
    parts: words.flatMap((text, index) => {
      const value = values[index];
      if (value === undefined) return [text];
      return isSentence(value) ? [text, ...value.parts] : [text, { value }];
    }),
  };
}

/** Words of the project itself as a part of a sentence. Never give it a value of a plan. */
export const words = (text: string): Sentence => ({ parts: [text] });

/** Sentences one after another, with words of the project between them. */
export function joined(sentences: readonly Sentence[], between = ", "): Sentence {
  return { parts: sentences.flatMap(({ parts }, index) => (index === 0 ? parts : [between, ...parts])) };
}

function isSentence(value: Value | Sentence): value is Sentence {
  return typeof value === "object" && "parts" in value;
}

/** How much a reader should care. `same` is a change of the text that changes nothing else. */
export type Level = "danger" | "check" | "note" | "same";

/** What a sentence is about, in the order in which a page lists them. */
export const topics = [
  "Data loss",
  "Access",
  "Login",
  "Network",
  "Guard",
  "Pods",
  "Library",
  "Secrets",
  "Terraform",
  "Schedules",
  "Targets",
  "Destroyed",
  "Restart",
  "Cost",
  "Limits",
  "Retention",
  "Versions",
  "Settings",
  "New",
] as const;

export type Topic = (typeof topics)[number];

/** One sentence of the page, and what it is about. */
export interface Finding {
  readonly level: Level;
  readonly topic: Topic;
  /** `<environment>-argo-<name>` */
  readonly stack: string;
  /** Addresses of the resources whose change the sentence explains. */
  readonly about: readonly string[];
  readonly sentence: Sentence;
}
