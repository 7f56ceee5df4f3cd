import type { EnvironmentFile } from "../environment";

/**
 * The parts of an environment file that the schema accepts. If a rule needs a part that is missing, it reports nothing:
 * the schema has already reported what is wrong.
 */
export interface Draft extends Partial<EnvironmentFile> {
  /** Name of the environment: the name of the file without `.yaml`. */
  readonly name: string;
}

export type TeamEntry = EnvironmentFile["teams"][string];

/** A broken rule: the field to change, and why. `config/field-problems.ts` turns it into a problem of the file. */
export interface Violation {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}
