import { readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { byCodeUnit } from "./code-unit-order";
import { Refusal } from "./refusal";
import { repositoryPath } from "./repository";
import { ImageList } from "./tool-images";
import { readDocuments, templateIn, type WorkflowTemplate } from "./workflow-template";

/** Folder of Workflows that show how to run a template. People submit them. */
const examplesFolder = "examples";

/** The folder `workflow-templates`. */
export interface WorkflowLibrary {
  readonly images: ImageList;
  /** Sorted by name. `file` begins with `workflow-templates/`. */
  readonly templates: readonly WorkflowTemplate[];
}

/** A Workflow that runs a template of the library. */
export interface Example {
  /** Name of the template. */
  readonly template: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** As they are in the file. */
  readonly artifacts: readonly object[];
}

/** Each folder is read only once for all environments. */
const libraries = new Map<string, WorkflowLibrary>();

/**
 * Reads the library of workflow templates. Each file has one ClusterWorkflowTemplate, and names are unique.
 * @throws Refusal if a file is something else, or images.yaml has a mistake
 */
export function readLibrary(directory = repositoryPath("workflow-templates")): WorkflowLibrary {
  const known = libraries.get(directory);
  if (known) return known;
  const folders = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== examplesFolder)
    .map(({ name }) => name);
  const templates = folders
    .flatMap((folder) => yamlFiles(directory, folder))
    .map((file) => templateOf(directory, file))
    .sort((a, b) => byCodeUnit(a.name, b.name));
  for (const [index, { file, name }] of templates.entries()) {
    const before = templates[index - 1];
    if (before?.name === name) throw new Refusal(`${file}: ${name} is already in ${before.file}`);
  }
  const library = { images: ImageList.read(join(directory, "images.yaml")), templates };
  libraries.set(directory, library);
  return library;
}

/**
 * The examples of the library, by the name of the template that they run.
 * @throws Refusal if a file is not a Workflow that runs a template
 */
export function readExamples(directory = repositoryPath("workflow-templates")): Map<string, Example> {
  const examples = yamlFiles(directory, examplesFolder).map((file): [string, Example] => {
    const path = join("workflow-templates", file);
    const [document] = readDocuments(join(directory, file), path);
    const parsed = workflow.safeParse(document?.data);
    if (!parsed.success)
      throw new Refusal(`${path}: must contain a Workflow with spec.workflowTemplateRef and its arguments`);
    const { workflowTemplateRef, arguments: given } = parsed.data.spec;
    const parameters = Object.fromEntries((given?.parameters ?? []).map(({ name, value }) => [name, value]));
    const example = { template: workflowTemplateRef.name, parameters, artifacts: given?.artifacts ?? [] };
    return [example.template, example];
  });
  return new Map(examples);
}

const workflow = z.object({
  kind: z.literal("Workflow"),
  spec: z.object({
    workflowTemplateRef: z.object({ name: z.string() }),
    arguments: z
      .object({
        parameters: z.array(z.object({ name: z.string(), value: z.coerce.string() })).optional(),
        artifacts: z.array(z.looseObject({ name: z.string() })).optional(),
      })
      .optional(),
  }),
});

function yamlFiles(directory: string, folder: string): string[] {
  return readdirSync(join(directory, folder))
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => join(folder, name));
}

function templateOf(directory: string, file: string): WorkflowTemplate {
  const path = join("workflow-templates", file);
  const [document, ...others] = readDocuments(join(directory, file), path);
  const template = document && others.length === 0 ? templateIn(document, { file: path, path }) : undefined;
  if (template?.kind !== "ClusterWorkflowTemplate")
    throw new Refusal(`${path}: must contain one ClusterWorkflowTemplate with a name`);
  return template;
}
