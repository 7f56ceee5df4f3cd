import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import type { ImageSources } from "../../config/image-sources";
import * as naming from "../../config/naming";
import { Refusal } from "../../config/refusal";
import { type ImageList, pullReference, replaceReferences } from "../../config/tool-images";
import { type LargeStep, resized, stepSizeOf, type StepSizes } from "../../config/values/large-steps";
import { mebibytes } from "../../config/values/quantity";
import { readLibrary, type WorkflowLibrary } from "../../config/workflow-library";
import { type Manifest, Manifests } from "../kubernetes/manifests";

export interface TemplateLibraryProps {
  readonly environment: Pick<Environment, "images" | "workflows">;
  /** @default `workflow-templates` of this repository */
  readonly directory?: string;
}

/**
 * Every workflow template of the library, for all namespaces, as one Helm release: one `values` entry per template,
 * so that a plan marks the lines that changed. Images are pulled by the digests in images.yaml, if there are any, and from
 * the environment's own registries, if it has any.
 */
export class TemplateLibrary extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, directory }: TemplateLibraryProps) {
    super(scope, id);
    const release = new Manifests(this, naming.templatesRelease, {
      release: naming.templatesRelease,
      namespace: naming.controlPlaneNamespace,
      manifests: workflowTemplates(environment.images, environment.workflows.sizes, directory),
    });
    this.ready = release.ready;
  }
}

/** The templates with the images and sizes of each site. Environments with the same ones share them. */
const delivered = new WeakMap<WorkflowLibrary, Map<string, readonly Manifest[]>>();

/**
 * The templates as a cluster gets them, sorted by name.
 * @param sources what takes the place of the registries of images.yaml
 * @param sizes limits of large steps that aren't those of the files
 * @throws Error if a file isn't one ClusterWorkflowTemplate, a name repeats, or an image isn't listed
 */
export function workflowTemplates(
  sources: ImageSources = {},
  sizes: StepSizes = {},
  directory?: string,
): readonly Manifest[] {
  const library = readLibrary(directory);
  const bySources = delivered.get(library) ?? new Map<string, readonly Manifest[]>();
  delivered.set(library, bySources);
  const key = JSON.stringify([sources.registry, sources.registries, sizes]);
  const known = bySources.get(key);
  if (known) return known;
  const manifests = library.templates.map(({ file, manifest }) =>
    withSize(withImages(manifest, file, library.images, sources) as Manifest, sizes),
  );
  bySources.set(key, manifests);
  return manifests;
}

/** The same value, with each `image` as it is pulled. An image that is a parameter stays. */
function withImages(value: unknown, path: string, images: ImageList, sources: ImageSources): unknown {
  if (Array.isArray(value)) return value.map((child) => withImages(child, path, images, sources));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]: [string, unknown]) => {
      if (key !== "image" || typeof child !== "string")
        return [key, withImages(child, path, images, sources)];
      return [key, replaceReferences(child, (reference) => pulled(reference, path, images, sources))];
    }),
  );
}

function pulled(reference: string, path: string, images: ImageList, sources: ImageSources): string {
  const image = images.find(reference);
  if (!image) throw new Refusal(`${path}: the image ${reference} isn't in workflow-templates/images.yaml`);
  return pullReference(image, sources);
}

interface Leaf {
  readonly container?: Sized;
  readonly script?: Sized;
}

interface Sized {
  readonly resources: Parameters<typeof resized>[0];
}

/** The same template, with the environment's limits of its largest step: the one with most memory. */
function withSize(manifest: Manifest, sizes: StepSizes): Manifest {
  const name = manifest.metadata.name as LargeStep;
  if (sizes[name] === undefined) return manifest;
  const spec = manifest["spec"] as { readonly templates: readonly Leaf[] };
  const memoryOf = ({ container, script }: Leaf) =>
    mebibytes((container ?? script)?.resources.limits["memory"] ?? "0Mi");
  const most = Math.max(...spec.templates.map(memoryOf));
  const size = stepSizeOf(name, sizes);
  const templates = spec.templates.map((leaf) => {
    if (memoryOf(leaf) !== most) return leaf;
    const kind = leaf.container ? "container" : "script";
    const step = leaf[kind];
    return step ? { ...leaf, [kind]: { ...step, resources: resized(step.resources, size) } } : leaf;
  });
  return { ...manifest, spec: { ...spec, templates } };
}
