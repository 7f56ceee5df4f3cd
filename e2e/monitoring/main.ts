import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { goProgram, skipped } from "../shared/go-program";
import { promtoolFiles, rulesFile } from "./promtool-files";

/**
 * `npm run lint:monitoring`: Prometheus' own promtool checks the alert rules and runs their tests. Exit code 77 if
 * the program isn't available.
 */
async function main(): Promise<number> {
  const promtool = await goProgram("prometheus", "promtool");
  if (promtool === undefined) return skipped;
  const { rules, tests } = promtoolFiles();
  const folder = mkdtempSync(join(tmpdir(), "monitoring-"));
  try {
    for (const [name, content] of Object.entries({ [rulesFile]: rules, ...tests }))
      writeFileSync(join(folder, name), JSON.stringify(content));
    const run = (...given: readonly string[]) => {
      const { error, status } = spawnSync(promtool, given, { cwd: folder, stdio: "inherit" });
      if (error) throw error;
      return status ?? 1;
    };
    const names = Object.keys(tests);
    const statuses = [run("check", "rules", rulesFile), run("test", "rules", ...names)];
    console.log(`${names.length} cases of alerts`);
    return Math.max(...statuses);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  },
);
