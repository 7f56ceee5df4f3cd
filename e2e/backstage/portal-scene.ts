import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

import { readChart } from "../../config/chart";
import type { Environment } from "../../config/environment";
import { repositoryPath } from "../../config/repository";
import { portalFiles } from "../../tools/backstage/generate";
import { readWorkflowTemplates } from "../../tools/backstage/workflow-templates";
import type { KubernetesObject } from "../lab/kubernetes-api";

/** Two small templates of this run's own, and the library. */
const folders = [join(__dirname, "templates"), repositoryPath("workflow-templates")];

/** Templates as the cluster gets them. */
export function clusterTemplates(): KubernetesObject[] {
  return folders.flatMap((folder) =>
    readWorkflowTemplates(folder).map(
      ({ file }) => parse(readFileSync(join(folder, file), "utf8")) as KubernetesObject,
    ),
  );
}

/** A form that was made for the library, and what a person would fill in by the template's own example. */
export interface LibraryForm {
  readonly name: string;
  /** Undefined while the template has no example. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
}

export function libraryForms(entities: readonly object[]): LibraryForm[] {
  const own = readWorkflowTemplates(repositoryPath("workflow-templates")).map(({ name }) => name);
  return (entities as SoftwareTemplate[])
    .filter(({ metadata }) => own.includes(metadata.name))
    .map(({ metadata: { name }, spec }) => ({ name, values: valuesOf(name, spec.parameters) }));
}

interface SoftwareTemplate {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly parameters: readonly FormPage[] };
}

interface FormPage {
  readonly properties: Readonly<Record<string, { readonly type: string; readonly enum?: readonly string[] }>>;
}

function valuesOf(name: string, pages: readonly FormPage[]): Record<string, unknown> | undefined {
  const path = repositoryPath("workflow-templates", "examples", `${name}.yaml`);
  if (!existsSync(path)) return undefined;
  const example = parse(readFileSync(path, "utf8")) as {
    spec: { arguments: { parameters: { name: string; value: string }[] } };
  };
  const fields = Object.assign({}, ...pages.map(({ properties }) => properties)) as FormPage["properties"];
  const given = example.spec.arguments.parameters
    // A form leaves out a field that is empty.
    .filter(({ value }) => value !== "")
    .map((each) => [each.name, fields[each.name]?.type === "boolean" ? each.value === "true" : each.value]);
  return Object.fromEntries([...given, ["argoNamespace", fields["argoNamespace"]?.enum?.[0]]]) as Record<
    string,
    unknown
  >;
}

/** What the generator makes for them and an environment, parsed. */
export function generated(environment: Environment): { entities: object[]; argoWorkflows: Instances } {
  const files = portalFiles({
    templates: folders.flatMap(readWorkflowTemplates),
    environments: [environment],
    chart: readChart(),
    settings: { owner: "group:default/platform", environments: [environment.name] },
    target: "all.yaml",
  });
  const entities = [...files.templates]
    .filter(([name]) => name !== "all.yaml")
    .map(([, text]) => parse(text) as object);
  const { argoWorkflows } = parse(files.appConfig) as { argoWorkflows: Instances };
  return { entities: entities.map(inDefaultNamespace), argoWorkflows };
}

interface Instances {
  readonly defaultInstance: string;
  readonly instances: readonly { readonly name: string; readonly allowedNamespaces: readonly string[] }[];
}

/** The catalog fills it in; here no catalog does. */
function inDefaultNamespace(entity: object): object {
  const { metadata } = entity as { metadata: object };
  return { ...entity, metadata: { namespace: "default", ...metadata } };
}

/** A Software Template with one step, for what no generated form does. */
export function handMade(name: string, action: string, input: object): object {
  return {
    apiVersion: "scaffolder.backstage.io/v1beta3",
    kind: "Template",
    metadata: { name, namespace: "default" },
    spec: {
      owner: "group:default/platform",
      type: "workflow",
      parameters: {},
      steps: [{ id: "run", name: "Run", action, input }],
      output: { text: [{ title: "Outputs", content: "${{ steps.run.output | dump }}" }] },
    },
  };
}
