import { parse } from "yaml";
import { softwareTemplate } from "../../../backstage/scaffolder-module/test/fixtures/software-template";
import { readChart } from "../../../config/chart";
import type { Environment } from "../../../config/environment";
import { repositoryPath } from "../../../config/repository";
import { readWorkflowTemplates, type WorkflowTemplate } from "../../../config/workflow-template";
import { type PortalFiles, portalFiles } from "../../../tools/backstage/portal-files";
import { names } from "../library/names";
import { ownSettings, ownTemplates } from "./own-templates";

/** The templates of the suites and the library, all that a form can be made for. */
export function offeredTemplates(): WorkflowTemplate[] {
  return [...ownTemplates(), ...readWorkflowTemplates(repositoryPath("workflow-templates"))];
}

/** The files that the generator makes for these templates and an environment. */
export function generatedFiles(environment: Environment, componentPages = false): PortalFiles {
  return portalFiles({
    templates: offeredTemplates(),
    environments: [asInExamples(environment)],
    chart: readChart(),
    settings: {
      ...ownSettings,
      environments: [environment.name],
      groups: members(environment),
      componentPages,
    },
    target: "all.yaml",
  });
}

/**
 * The environment with the registry of the examples, which is the one in the lab, and with the namespace that
 * `prepareTeam` makes a second target of the team.
 */
export function asInExamples(environment: Environment): Environment {
  const [account = "", , , region = ""] = names.registry.split(".");
  const teams = environment.teams.map((team) => ({
    ...team,
    deployTo: team.deployTo.flatMap((each) =>
      each.namespace === "backend" ? [each, { ...each, namespace: "backend-staging" }] : [each],
    ),
  }));
  return { ...environment, account, region, teams };
}

/** Users of each team's namespace: group backend, the engine's default user, and the portal's guest. */
function members({ teams }: Environment): Record<string, readonly string[]> {
  const refs = ["group:default/backend", "user:default/mock", "user:default/guest"];
  return Object.fromEntries(teams.map(({ name }) => [name, refs]));
}

/**
 * `argoWorkflows` of a generated app-config.
 * @param variables what the backend's environment has, by name @throws for a variable that isn't there
 */
export function argoWorkflowsOf(
  { appConfig }: PortalFiles,
  variables: ReadonlyMap<string, string>,
): Instances {
  const filled = appConfig.replace(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = variables.get(name);
    if (value === undefined) throw new Error(`the generated app-config needs the variable ${name}`);
    return value;
  });
  return (parse(filled) as { argoWorkflows: Instances }).argoWorkflows;
}

/** The generator's files, parsed, with the tokens that the backend's environment has. */
export function generated(
  environment: Environment,
  variables: ReadonlyMap<string, string>,
): { entities: object[]; argoWorkflows: Instances } {
  const files = generatedFiles(environment);
  const entities = [...files.templates]
    .filter(([name]) => name !== "all.yaml")
    .map(([, text]) => parse(text) as object);
  return { entities: entities.map(inDefaultNamespace), argoWorkflows: argoWorkflowsOf(files, variables) };
}

interface Instances {
  readonly defaultInstance: string;
  readonly instances: readonly {
    readonly name: string;
    readonly allowedNamespaces: readonly string[];
    readonly access: readonly { readonly namespace: string; readonly groups: readonly string[] }[];
  }[];
}

/** A field that the catalog fills in; here there is no catalog. */
function inDefaultNamespace(entity: object): object {
  const { metadata } = entity as { metadata: object };
  return { ...entity, metadata: { namespace: "default", ...metadata } };
}

/** A hand-written Software Template with one step, for cases that no generated form covers. */
export function handMade(name: string, action: string, input: object): object {
  const output = { text: [{ title: "Outputs", content: "${{ steps.run.output | dump }}" }] };
  return softwareTemplate(name, { action, input }, { output });
}
