import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readChart } from "../../config/chart";
import { loadEnvironments } from "../../config/load";
import { readWorkflowTemplates } from "../../config/workflow-template";
import type { GeneratedFiles } from "../generators/generated-files";
import { type PortalFiles, portalFiles } from "./portal-files";
import { readPortalSettings } from "./portal-settings";
import { settingsViolations } from "./settings-rules";

const forms = "backstage/software-templates";
const catalog = "catalog-info.yaml";
const config = "backstage/app-config.argo-workflows.yaml";

/**
 * The portal's files, from the settings, templates and environments of this repository. Undefined if no environment has
 * `backstage.enabled: true`; then the settings aren't read.
 */
export function repositoryPortal(settings: string): PortalFiles | undefined {
  const environments = loadEnvironments("environments");
  if (environments.every(({ backstage }) => !backstage.enabled)) return undefined;
  const read = readPortalSettings(settings, (given) => settingsViolations(given, environments));
  return portalFiles({
    templates: ["workflow-templates", ...read.templates].flatMap(readWorkflowTemplates),
    environments,
    chart: readChart(),
    settings: read,
    target: `${forms}/all.yaml`,
  });
}

/**
 * The files of the portal in this repository. Everything in the folder of the forms is generated.
 * @param portal undefined for no files
 */
export function generatedPortal(portal: PortalFiles | undefined): GeneratedFiles {
  const written = existsSync(forms) ? readdirSync(forms).map((name) => join(forms, name)) : [];
  const files = new Map(
    portal && [
      ...[...portal.templates].map(([name, content]) => [join(forms, name), content] as const),
      [catalog, portal.catalogInfo],
      [config, portal.appConfig],
    ],
  );
  return { files, existing: [...written, ...[catalog, config].filter((path) => existsSync(path))] };
}
