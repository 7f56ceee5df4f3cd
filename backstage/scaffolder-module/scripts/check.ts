/** Runs a check of the package and prints its result. The check returns the problems that it found. */
export type Check = (
  name: string,
  look: () => Promise<readonly string[]> | readonly string[],
) => Promise<void>;
