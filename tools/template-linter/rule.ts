import type { Library } from "./library";
import type { Place } from "./place";

/** A mistake at a place. The message says what is wrong and what to do. */
export interface Finding {
  readonly place: Place;
  readonly message: string;
}

/** A promise that all templates keep. docs/lint-rules.md explains it under a heading with its id. */
export interface Rule {
  /** Lower-case words with hyphens. The annotation for an exception ends with it. */
  readonly id: string;
  /** The promise, as one sentence. */
  readonly sentence: string;
  readonly check: (library: Library) => Iterable<Finding>;
}
