import { stringify } from "yaml";
import type { Chart } from "../../config/chart";
import type { Environment } from "../../config/environment";
import type { WorkflowTemplate } from "../../config/workflow-template";
import { appConfig } from "./app-config";
import { catalogInfo } from "./catalog-info";
import { location } from "./location";
import { portalInstance } from "./portal-instance";
import type { PortalSettings } from "./portal-settings";
import { softwareTemplate } from "./software-template";

/** The files that a portal gets. */
export interface PortalFiles {
  /** Content by path, relative to the folder that they are written to. */
  readonly templates: ReadonlyMap<string, string>;
  readonly catalogInfo: string;
  readonly appConfig: string;
  /** Templates that get no form, as `name: reason`. */
  readonly refused: readonly string[];
  /** Namespaces without groups, which nobody can use from the portal, as `environment/namespace`. */
  readonly closed: readonly string[];
}

export interface PortalSource {
  readonly templates: readonly WorkflowTemplate[];
  /** Every environment that the settings may name. */
  readonly environments: readonly Environment[];
  readonly chart: Chart;
  readonly settings: Omit<PortalSettings, "templates">;
  /** Where the portal finds the Location; for its app-config. */
  readonly target: string;
}

/**
 * Everything that a portal needs from the workflow templates and environments. The same input gives the same bytes.
 * The settings must fulfill `settingsViolations`.
 * @throws Error for two templates with the same name
 */
export function portalFiles({ templates, environments, chart, settings, target }: PortalSource): PortalFiles {
  const chosen = settings.environments.flatMap(
    (name) => environments.find((environment) => environment.name === name) ?? [],
  );
  const instances = chosen.map((environment) => portalInstance(environment, settings.groups));
  const twice = templates.find(
    ({ name }, index) => templates.findIndex((each) => each.name === name) !== index,
  );
  if (twice) throw new Error(`two templates have the name ${twice.name}; one is in ${twice.file}`);
  const outcomes = templates.map((template) => ({
    template,
    outcome: softwareTemplate({ template, instances, owner: settings.owner }),
  }));
  const files = new Map<string, string>();
  const names: string[] = [];
  for (const { template, outcome } of outcomes) {
    if (!("entity" in outcome)) continue;
    files.set(`${template.name}.yaml`, written(outcome.entity));
    names.push(`${template.kind}/${template.name}`);
  }
  const targets = [...files.keys()];
  files.set("all.yaml", written(location(targets)));
  return {
    templates: files,
    catalogInfo: written(...catalogInfo(chosen, chart, settings.owner)),
    appConfig: written(
      appConfig({ instances, templates: names, target, componentPages: settings.componentPages }),
    ),
    closed: instances.flatMap(({ name, namespaces }) =>
      namespaces.filter(({ groups }) => groups.length === 0).map((each) => `${name}/${each.name}`),
    ),
    refused: outcomes.flatMap(({ template, outcome }) =>
      "refused" in outcome ? [`${template.name}: ${outcome.refused}`] : [],
    ),
  };
}

function written(...documents: readonly object[]): string {
  const head = "# Made by npm run backstage:generate; edit what it is made from, not this file.\n";
  return (
    head +
    documents.map((each) => stringify(each, { lineWidth: 110, aliasDuplicateObjects: false })).join("---\n")
  );
}
