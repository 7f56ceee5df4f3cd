import type { EnvironmentFile } from "../environment";

/**
 * The parts of an environment file that passed the schema. A rule that needs a part that isn't there reports
 * nothing: the schema has already reported what is wrong with it.
 */
export interface Draft extends Partial<EnvironmentFile> {
  /** The environment's name: the file's name without `.yaml`. */
  readonly name: string;
}

export type TeamEntry = EnvironmentFile["teams"][string];

/** A broken rule: the field to change, and why. `config/mistakes.ts` turns it into a problem of the file. */
export interface Violation {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
