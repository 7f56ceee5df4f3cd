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

/** The portal's files, from the settings, templates and environments of this repository. */
export function repositoryPortal(settings: string): PortalFiles {
  const environments = loadEnvironments("environments");
  const read = readPortalSettings(settings, (given) => settingsViolations(given, environments));
  return portalFiles({
    templates: ["workflow-templates", ...read.templates].flatMap(readWorkflowTemplates),
    environments,
    chart: readChart(),
    settings: read,
    target: `${forms}/all.yaml`,
  });
}

/** The files of the portal in this repository. Everything in the folder of the forms is generated. */
export function generatedPortal(portal = repositoryPortal("backstage/settings.yaml")): GeneratedFiles {
  const { templates, catalogInfo, appConfig } = portal;
  return {
    files: new Map([
      ...[...templates].map(([name, content]) => [join(forms, name), content] as const),
      ["catalog-info.yaml", catalogInfo],
      ["backstage/app-config.argo-workflows.yaml", appConfig],
    ]),
    existing: existsSync(forms) ? readdirSync(forms).map((name) => join(forms, name)) : [],
  };
}
