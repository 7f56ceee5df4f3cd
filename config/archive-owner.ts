import type { Environment } from "./environment";

/** Whether this project creates the database of the archive, and not somebody else. */
export function createsDatabase({
  archive,
}: {
  readonly archive?: Pick<Environment["archive"], "enabled" | "database"> | undefined;
}): boolean {
  return archive?.enabled === true && archive.database === undefined;
}
