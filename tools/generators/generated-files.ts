import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Generated files that are committed, with the content that they should have. */
export interface GeneratedFiles {
  /** Content by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Existing files of the same kind. A file that isn't in `files` no longer has a source. */
  readonly existing?: readonly string[];
}

/** A sentence for each file that is missing, out of date, or without a source. Writes nothing. */
export function staleFiles({ files, existing = [] }: GeneratedFiles): string[] {
  const stale = [...files].flatMap(([path, content]) => {
    if (!existsSync(path)) return [`${path} is missing`];
    return readFileSync(path, "utf8") === content ? [] : [`${path} is out of date`];
  });
  const gone = existing.filter((path) => !files.has(path));
  return [...stale, ...gone.map((path) => `${path} no longer has a source`)];
}

/** Writes the files, and deletes those that no longer have a source. */
export function writeFiles({ files, existing = [] }: GeneratedFiles): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  for (const path of existing) if (!files.has(path)) rmSync(path);
}

/** Writes the files. With `check`, it prints which files are stale and how to fix them instead, and sets exit code 1. */
export function writeOrCheck(generated: GeneratedFiles, command: string, check: boolean): void {
  if (!check) {
    writeFiles(generated);
    return;
  }
  const stale = staleFiles(generated);
  for (const line of stale) console.error(`${line}; run ${command} and commit it`);
  if (stale.length > 0) process.exitCode = 1;
}
