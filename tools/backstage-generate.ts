import { parseArgs } from "node:util";
import { generatedPortal, repositoryPortal } from "./backstage/generated-portal";
import { writeOrCheck } from "./generators/generated-files";

const command = "npm run backstage:generate";

/**
 * `npm run backstage:generate`: writes Software Templates, their Location, catalog entities and app-config, based on
 * the workflow templates, the environments and the portal's settings. `npm run generate` includes it.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      settings: { type: "string", default: "backstage/settings.yaml" },
    },
  });
  const portal = repositoryPortal(values.settings);
  writeOrCheck(generatedPortal(portal), command, values.check);
  if (values.check) return;
  if (portal === undefined)
    console.log("no environment has backstage.enabled: true, so the portal has no files");
  else portal.refused.forEach((line) => console.log(`no form for ${line}`));
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
