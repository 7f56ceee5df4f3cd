import { spawnSync } from "node:child_process";
import { readLibrary } from "../config/workflow-library";
import { scriptsOf } from "../config/workflow-scripts";

const shells = /(^|\/)(sh|dash|ash|bash)$/;

/**
 * `npm run lint:scripts`: runs shellcheck on every script of the workflow templates, with the dialect of dash because
 * each image has a different sh. Exit code 1 if there are findings, 2 if there are no scripts, 77 if shellcheck is not
 * installed.
 */
function main(): number {
  if (spawnSync("shellcheck", ["--version"]).error) {
    console.error("skipped: shellcheck is not installed (Debian package shellcheck)");
    return 77;
  }
  const scripts = shellScripts();
  const wrong = scripts.filter(({ where, source }) => {
    const { status, stdout } = spawnSync("shellcheck", ["--shell=dash", "--color=never", "-"], {
      input: source,
      encoding: "utf8",
    });
    if (status !== 0) console.log(`${where}:\n${stdout}`);
    return status !== 0;
  });
  console.log(`${scripts.length} scripts, ${wrong.length} with findings`);
  if (scripts.length === 0) return 2;
  return wrong.length > 0 ? 1 : 0;
}

/** The shell scripts of the library. `where` looks like `workflow-templates/common/checkout.yaml, template fetch`. */
function shellScripts(): { readonly where: string; readonly source: string }[] {
  return readLibrary().templates.flatMap(({ file, manifest }) =>
    scriptsOf(manifest)
      .filter(({ command }) => shells.test(command[0] ?? ""))
      .map(({ template, source }) => ({ where: `${file}, template ${template}`, source })),
  );
}

process.exitCode = main();
