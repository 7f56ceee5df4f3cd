import { parseArgs } from "node:util";
import { writeOrCheck } from "./generators/generated-files";
import { generators } from "./generators/generators";

/**
 * `npm run generate [-- --check]`: writes everything that is generated and committed. With `--check` it writes
 * nothing, lists the files that are out of date, and exits with code 1 if there are any.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  for (const generate of generators) writeOrCheck(await generate(), "npm run generate", values.check);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
