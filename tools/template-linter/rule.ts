import type { Library } from "./library";
import type { Place } from "./place";

/** A mistake at a place, in a sentence that says what is there and what must be. */
export interface Finding {
  readonly place: Place;
  readonly message: string;
}

/** One promise that templates keep. Its paragraph stands in docs/lint-rules.md, below a heading with its id. */
export interface Rule {
  /** Lower-case words with hyphens; the name of the annotation that makes an exception ends with it. */
  readonly id: string;
  /** The promise, in a sentence. */
  readonly sentence: string;
  readonly check: (library: Library) => Iterable<Finding>;
}
