import type { Place } from "./place";
import { type Input, inputsAt, Template } from "./template";

export const manifestKinds = [
  "WorkflowTemplate",
  "ClusterWorkflowTemplate",
  "Workflow",
  "CronWorkflow",
] as const;
export type ManifestKind = (typeof manifestKinds)[number];

/** One object of Argo. */
export class Manifest {
  readonly name: string;
  /** Of a CronWorkflow the spec of the workflows that it starts. */
  readonly spec: Place;
  readonly arguments: readonly Input[];
  /** Every template, those written inline included. */
  readonly templates: readonly Template[];

  private constructor(
    readonly kind: ManifestKind,
    readonly place: Place,
  ) {
    this.name = place.at("metadata", "name").text ?? place.at("metadata", "generateName").text ?? "";
    this.spec = kind === "CronWorkflow" ? place.at("spec", "workflowSpec") : place.at("spec");
    this.arguments = inputsAt(this.spec.at("arguments", "parameters"));
    this.templates = this.spec
      .at("templates")
      .items()
      .filter(({ isMap }) => isMap)
      .flatMap((template) => withInline(this, template));
  }

  /** Argo's object at a place; undefined for every other kind. */
  static at(place: Place): Manifest | undefined {
    const kind = manifestKinds.find((one) => one === place.at("kind").value);
    const version = place.at("apiVersion").string ?? "";
    return kind !== undefined && version.startsWith("argoproj.io/") ? new Manifest(kind, place) : undefined;
  }

  /** Whether other manifests can use its templates. */
  get isReusable(): boolean {
    return this.kind === "WorkflowTemplate" || this.kind === "ClusterWorkflowTemplate";
  }

  template(name: string): Template | undefined {
    return this.templates.find((template) => template.name === name);
  }

  /** The template that a run begins with. */
  get entry(): Template | undefined {
    return this.template(this.spec.at("entrypoint").text ?? "");
  }

  /** Annotations whose names begin with a prefix, by the rest of the name. */
  annotations(prefix: string): [string, Place][] {
    return this.place
      .at("metadata", "annotations")
      .entries()
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]);
  }

  annotation(name: string): Place {
    return this.place.at("metadata", "annotations", name);
  }
}

function withInline(manifest: Manifest, place: Place): Template[] {
  const template = new Template(manifest, place);
  const inline = template.calls.flatMap(({ target }) => (target.kind === "inline" ? [target.place] : []));
  return [template, ...inline.flatMap((one) => withInline(manifest, one))];
}
