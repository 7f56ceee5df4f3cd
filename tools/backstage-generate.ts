import { parseArgs } from "node:util";
import { formsIn, generatedPortal, repositoryPortal } from "./backstage/generated-portal";
import { writeOrCheck } from "./generators/generated-files";

const command = "npm run backstage:generate";

/**
 * `npm run backstage:generate`: writes Software Templates, their Location, catalog entities and app-config, based on
 * the workflow templates and the environments. `npm run generate` includes it. Use `--templates` and `--out` for a
 * folder with templates of your own: then it writes only Software Templates and their Location.
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
  const { out } = values;
  if ((values.templates !== undefined) !== (out !== undefined))
    throw new Error("--templates and --out go together");
  const portal = repositoryPortal(values.settings, values.templates, out);
  const generated = out === undefined ? generatedPortal(portal) : { files: formsIn(out, portal.templates) };
  writeOrCheck(generated, command, values.check);
  if (!values.check) portal.refused.forEach((line) => console.log(`no form for ${line}`));
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
