import { parseArgs } from "node:util";
import { writeOrCheck } from "./generated-file";
import { generators } from "./generators";

/**
 * `npm run generate [-- --check]`: writes everything that is generated and committed. With `--check` it writes
 * nothing, lists what is out of date, and ends with exit code 1 if that is anything.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  for (const generate of generators) writeOrCheck(await generate(), "npm run generate", values.check);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
