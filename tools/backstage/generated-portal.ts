import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readChart } from "../../config/chart";
import { loadEnvironments } from "../../config/load";
import { readWorkflowTemplates } from "../../config/workflow-template";
import type { GeneratedFiles } from "../generators/generated-files";
import { type PortalFiles, portalFiles } from "./portal-files";
import { readPortalSettings } from "./portal-settings";

const forms = "backstage/software-templates";

/** The portal's files, from the settings, templates and environments of this repository. */
export function repositoryPortal(
  settings: string,
  templates = "workflow-templates",
  out = forms,
): PortalFiles {
  return portalFiles({
    templates: readWorkflowTemplates(templates),
    environments: loadEnvironments("environments"),
    chart: readChart(),
    settings: readPortalSettings(settings),
    target: `${out}/all.yaml`,
  });
}

/** The files of the portal in this repository. Everything in the folder of the forms is generated. */
export function generatedPortal(portal = repositoryPortal("backstage/settings.yaml")): GeneratedFiles {
  const { templates, catalogInfo, appConfig } = portal;
  return {
    files: new Map([
      ...formsIn(forms, templates),
      ["catalog-info.yaml", catalogInfo],
      ["backstage/app-config.argo-workflows.yaml", appConfig],
    ]),
    existing: existsSync(forms) ? readdirSync(forms).map((name) => join(forms, name)) : [],
  };
}

/** The Software Templates and their Location, by path. */
export function formsIn(folder: string, templates: PortalFiles["templates"]): Map<string, string> {
  return new Map([...templates].map(([name, content]) => [join(folder, name), content]));
}
