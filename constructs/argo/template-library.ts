import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import * as naming from "../../config/naming";
import { Refusal } from "../../config/refusal";
import { type ImageList, pullReference, replaceReferences } from "../../config/tool-images";
import { readLibrary, type WorkflowLibrary } from "../../config/workflow-library";
import { type Manifest, Manifests } from "../kubernetes/manifests";

export interface TemplateLibraryProps {
  readonly environment: Pick<Environment, "images">;
  /** @default `workflow-templates` of this repository */
  readonly directory?: string;
}

/**
 * Every workflow template of the library, for all namespaces, as one Helm release: one `values` entry per template,
 * so that a plan marks the lines that changed. Images are pulled by the digests in images.yaml, if there are any, and from
 * the environment's own registry, if it has one.
 */
export class TemplateLibrary extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { environment, directory }: TemplateLibraryProps) {
    super(scope, id);
    const release = new Manifests(this, naming.templatesRelease, {
      release: naming.templatesRelease,
      namespace: naming.controlPlaneNamespace,
      manifests: workflowTemplates(environment.images.registry, directory),
    });
    this.ready = release.ready;
  }
}

/** The templates with the images of each registry. Environments with the same registry share them. */
const delivered = new WeakMap<WorkflowLibrary, Map<string | undefined, readonly Manifest[]>>();

/**
 * The templates as a cluster gets them, sorted by name.
 * @param registry replaces the registries of images.yaml
 * @throws Error if a file isn't one ClusterWorkflowTemplate, a name repeats, or an image isn't listed
 */
export function workflowTemplates(registry: string | undefined, directory?: string): readonly Manifest[] {
  const library = readLibrary(directory);
  const byRegistry = delivered.get(library) ?? new Map<string | undefined, readonly Manifest[]>();
  delivered.set(library, byRegistry);
  const known = byRegistry.get(registry);
  if (known) return known;
  const manifests = library.templates.map(
    ({ file, manifest }) => withImages(manifest, file, library.images, registry) as Manifest,
  );
  byRegistry.set(registry, manifests);
  return manifests;
}

/** The same value, with each `image` as it is pulled. An image that is a parameter stays. */
function withImages(value: unknown, path: string, images: ImageList, registry: string | undefined): unknown {
  if (Array.isArray(value)) return value.map((child) => withImages(child, path, images, registry));
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
