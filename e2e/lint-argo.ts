import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { goProgram, skipped } from "./shared/go-program";

/**
 * `npm run lint:argo [folder...]`: Argo's own linter, of the lab's version, over the library and its examples: they
 * make it resolve every variable. Exit code 77 if the program isn't available.
 */
async function main(folders: readonly string[]): Promise<number> {
  const argo = await goProgram("argo", "argo");
  if (argo === undefined) return skipped;
  const lint = spawnSync(argo, ["lint", "--offline", "-o", "simple", ...folders], { stdio: "inherit" });
  if (lint.error) throw lint.error;
  return lint.status ?? 1;
}

/** Without images.yaml, which is not an object of Argo: argo would print all of it. */
function library(): string[] {
  return readdirSync("workflow-templates", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join("workflow-templates", name))
    .sort();
}

const given = process.argv.slice(2);
main(given.length > 0 ? given : library()).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
