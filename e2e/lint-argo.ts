import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { providePrograms } from "./lab/program-builder";

/** CI's exit code for a skipped check whose reason was printed. */
const skipped = 77;

/**
 * `npm run lint:argo [folder...]`: Argo's own linter, of the lab's version, over the library and its examples: they
 * make it resolve every variable. Exit code 77 if the program isn't available.
 */
async function main(folders: readonly string[]): Promise<number> {
  const argo = await program();
  if (argo === undefined) return skipped;
  const lint = spawnSync(argo, ["lint", "--offline", "-o", "simple", ...folders], { stdio: "inherit" });
  if (lint.error) throw lint.error;
  return lint.status ?? 1;
}

async function program(): Promise<string | undefined> {
  if (spawnSync("go", ["version"], { stdio: "ignore" }).error) {
    console.log("skipped: Go isn't on this machine, and argo is built with it");
    return undefined;
  }
  try {
    const paths = await providePrograms({ only: ["argo"], progress: (line) => console.log(line) });
    return paths.get("argo");
  } catch (error) {
    console.log(`skipped: argo can't be built: ${(error as Error).message}`);
    return undefined;
  }
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
