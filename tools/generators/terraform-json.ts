import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import type { GeneratedFiles } from "./generated-files";

/** The files that a synth writes to its output folder. All others, such as lock files, belong to Terraform. */
const written = /^(manifest\.json|stacks\/[^/]+\/(cdk\.tf\.json|assets\/.+))$/;

/**
 * Runs `npm run synth` into a temporary folder, so that the committed output isn't touched.
 * @param committed the folder that is committed
 * @param more returns further files that depend on the output; it gets the temporary folder
 */
export function synthesized(
  committed: string,
  more: (folder: string) => ReadonlyMap<string, string>,
): GeneratedFiles {
  const folder = mkdtempSync(join(tmpdir(), "synth-"));
  try {
    const { status, error } = spawnSync("npm", ["run", "--silent", "synth"], {
      env: { ...process.env, CDKTF_OUTDIR: folder },
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (error) throw error;
    if (status !== 0) throw new Error("npm run synth failed; nothing was generated");
    const files = synthFiles(folder).map(
      (file) => [join(committed, file), readFileSync(join(folder, file), "utf8")] as const,
    );
    return {
      files: new Map([...files, ...more(folder)]),
      existing: synthFiles(committed).map((file) => join(committed, file)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The files that a synth wrote to a folder, as sorted paths relative to it. */
export function synthFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => written.test(file))
    .sort();
}
