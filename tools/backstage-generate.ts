import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readChart } from "../config/chart";
import { loadEnvironments } from "../config/load";
import { readWorkflowTemplates } from "../config/workflow-template";
import { portalFiles } from "./backstage/generate";
import { readPortalSettings } from "./backstage/portal-settings";
import { writeGenerated } from "./generated-file";

const command = "npm run backstage:generate";

/**
 * `npm run backstage:generate`: Software Templates, their Location, the catalog's entities and app-config from the
 * workflow templates and the environments. `--templates` and `--out` are for a folder of somebody else's templates:
 * then only Software Templates and Location are written.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      templates: { type: "string" },
      out: { type: "string" },
      settings: { type: "string", default: "backstage/settings.yaml" },
    },
  });
  const foreign = values.templates !== undefined;
  if (foreign !== (values.out !== undefined)) throw new Error("--templates and --out go together");
  const out = values.out ?? "backstage/software-templates";
  const files = portalFiles({
    templates: readWorkflowTemplates(values.templates ?? "workflow-templates"),
    environments: loadEnvironments("environments"),
    chart: readChart(),
    settings: readPortalSettings(values.settings),
    target: `${out}/all.yaml`,
  });
  if (!values.check) mkdirSync(out, { recursive: true });
  for (const [name, content] of files.templates) writeGenerated(join(out, name), content, command);
  if (!foreign) {
    removeOthers(out, new Set(files.templates.keys()), values.check);
    writeGenerated("catalog-info.yaml", files.catalogInfo, command);
    writeGenerated("backstage/app-config.argo-workflows.yaml", files.appConfig, command);
  }
  if (values.check) return;
  files.refused.forEach((line) => console.log(`no form for ${line}`));
  files.closed.forEach((each) =>
    console.log(`nobody can use ${each} from the portal: ${values.settings} has no groups for its team`),
  );
}

/** A template that is gone leaves no form behind; everything in the folder is generated. */
function removeOthers(folder: string, kept: ReadonlySet<string>, check: boolean): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).filter((each) => !kept.has(each))) {
    if (!check) {
      rmSync(join(folder, name));
      continue;
    }
    console.error(`${join(folder, name)} is made from nothing any more; run ${command} and commit`);
    process.exitCode = 1;
  }
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
