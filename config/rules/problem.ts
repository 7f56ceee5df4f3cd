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

/** A broken rule: the field that must change, and why. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
