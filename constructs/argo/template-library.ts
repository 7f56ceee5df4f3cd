import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Construct } from "constructs";
import { byCodeUnit } from "../../config/code-unit-order";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { Refusal } from "../../config/refusal";
import { repositoryPath } from "../../config/repository";
import { ImageList, pullReference, replaceReferences } from "../../config/tool-images";
import { YamlFile } from "../../config/yaml-file";
import { type Manifest, Manifests } from "../kubernetes/manifests";

/** Folder of Workflows that show how a template is run; a person submits them. */
const examples = "examples";

export interface TemplateLibraryProps {
  readonly environment: Pick<Environment, "images">;
  /** @default `workflow-templates` of this repository */
  readonly directory?: string;
}

/**
 * Every workflow template of the library, for all namespaces, as one Helm release: one `values` entry a template, so
 * that a plan marks the lines that changed. Images are pulled by their digests where images.yaml has them, and from
 * the environment's own registry where it has one.
 */
export class TemplateLibrary extends Construct {
  constructor(scope: Construct, id: string, { environment, directory }: TemplateLibraryProps) {
    super(scope, id);
    new Manifests(this, naming.templatesRelease, {
      release: naming.templatesRelease,
      namespace: naming.controlPlaneNamespace,
      manifests: workflowTemplates(environment.images.registry, directory),
    });
  }
}

/**
 * The templates as a cluster gets them, sorted by name.
 * @param registry replaces the registries of images.yaml
 * @throws Error if a file isn't one ClusterWorkflowTemplate, a name repeats, or an image isn't listed
 */
export function workflowTemplates(
  registry: string | undefined,
  directory = repositoryPath("workflow-templates"),
): readonly Manifest[] {
  const { images, templates, byRegistry } = libraryIn(directory);
  const known = byRegistry.get(registry);
  if (known) return known;
  const manifests = templates.map(
    ({ path, template }) => withImages(template, path, images, registry) as Manifest,
  );
  byRegistry.set(registry, manifests);
  return manifests;
}

interface Library {
  readonly images: ImageList;
  readonly templates: readonly { readonly path: string; readonly template: Manifest }[];
  /** The templates with the images of a registry, once an environment needed them. */
  readonly byRegistry: Map<string | undefined, readonly Manifest[]>;
}

/** Each folder is read once, however many environments there are. */
const libraries = new Map<string, Library>();

function libraryIn(directory: string): Library {
  const known = libraries.get(directory);
  if (known) return known;
  const folders = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== examples)
    .map(({ name }) => name);
  const templates = folders
    .flatMap((folder) => readdirSync(join(directory, folder)).map((name) => join(folder, name)))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => {
      const path = join("workflow-templates", file);
      return { path, template: templateIn(join(directory, file), path) };
    })
    .sort((a, b) => byCodeUnit(a.template.metadata.name, b.template.metadata.name));
  for (const [index, { path, template }] of templates.entries()) {
    const before = templates[index - 1];
    if (before?.template.metadata.name === template.metadata.name)
      throw new Refusal(`${path}: ${template.metadata.name} stands in ${before.path} already`);
  }
  const library = {
    images: ImageList.read(join(directory, "images.yaml")),
    templates,
    byRegistry: new Map<string | undefined, readonly Manifest[]>(),
  };
  libraries.set(directory, library);
  return library;
}

/** @param shown the file's name in errors */
function templateIn(file: string, shown: string): Manifest {
  const [document, ...others] = YamlFile.readAll(file);
  if (document instanceof YamlFile && others.length === 0) {
    const data = document.data as Partial<Manifest> | null;
    const name: unknown = data?.metadata?.name;
    if (data?.kind === "ClusterWorkflowTemplate" && typeof name === "string" && name !== "")
      return data as Manifest;
  }
  const [problem] = document instanceof YamlFile ? [] : (document ?? []);
  throw new Refusal(
    problem
      ? `${shown}:${problem.position.line}:${problem.position.column} ${problem.message}`
      : `${shown}: must hold one ClusterWorkflowTemplate with a name`,
  );
}

/** The same with every `image` as it is pulled; one that a caller gives stays. */
function withImages(value: unknown, path: string, images: ImageList, registry: string | undefined): unknown {
  if (Array.isArray(value)) return value.map((one) => withImages(one, path, images, registry));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]: [string, unknown]) => {
      if (key !== "image" || typeof child !== "string")
        return [key, withImages(child, path, images, registry)];
      return [key, replaceReferences(child, (reference) => pulled(reference, path, images, registry))];
    }),
  );
}

function pulled(reference: string, path: string, images: ImageList, registry: string | undefined): string {
  const image = images.find(reference);
  if (!image) throw new Refusal(`${path}: the image ${reference} isn't in workflow-templates/images.yaml`);
  return pullReference(image, registry);
}
