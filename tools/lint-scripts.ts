import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repositoryPath } from "../config/repository";

/** A shell program inside a workflow template. */
interface Script {
  /** `workflow-templates/common/checkout.yaml, template fetch` */
  readonly where: string;
  readonly source: string;
}
interface Container {
  readonly name?: string;
  readonly source?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}
interface Template {
  readonly name: string;
  readonly script?: Container;
  readonly sidecars?: readonly Container[];
}

const shells = /(^|\/)(sh|dash|ash|bash)$/;

/**
 * `npm run lint:scripts`: shellcheck on every script of the workflow templates. The dialect is dash's, since each image
 * has another sh. Exit code 1 if there is anything, 2 if it couldn't look, 77 if there is no shellcheck.
 */
function main(): number {
  if (spawnSync("shellcheck", ["--version"]).error) {
    console.error("skipped: shellcheck isn't on this machine (Debian package shellcheck)");
    return 77;
  }
  const scripts = scriptsIn(repositoryPath("workflow-templates"));
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

function scriptsIn(root: string): Script[] {
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".yaml"),
  );
  return files.sort().flatMap((path) => {
    const manifest = parse(readFileSync(join(root, path), "utf8")) as {
      spec?: { templates?: readonly Template[] };
    } | null;
    return (manifest?.spec?.templates ?? []).flatMap(({ name, script, sidecars = [] }) =>
      [...(script ? [script] : []), ...sidecars].flatMap((container): Script[] => {
        const isShell = shells.test(container.command?.[0] ?? "");
        const source =
          container.source ?? (container.command?.includes("-c") ? container.args?.[0] : undefined);
        if (!isShell || source === undefined) return [];
        return [{ where: `workflow-templates/${path}, template ${name}`, source }];
      }),
    );
  });
}

process.exitCode = main();
