import { existsSync, readFileSync, writeFileSync } from "node:fs";

/**
 * Writes a generated file that is committed. With `--check` on the command line it writes nothing, and ends with
 * exit code 1 if the committed file isn't what would be written.
 * @param command how a person generates the file again
 */
export function writeGenerated(path: string, content: string, command: string): void {
  if (!process.argv.includes("--check")) {
    writeFileSync(path, content);
    return;
  }
  const committed = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  if (committed === content) return;
  console.error(
    `${path} is ${committed === undefined ? "missing" : "out of date"}; run ${command} and commit it`,
  );
  process.exitCode = 1;
}
