import { type Container, containersOf } from "./container";
import { artifactsAt, type Input, inputsAt } from "./input";
import type { Place } from "./place";
import { type Read, readsOf } from "./substitution";
import { type Target, targetOf } from "./target";

/*
 * An object of Argo, its templates, and the calls in them: a tree in which each part knows its parent. That is why the
 * three types share a file.
 */

export const manifestKinds = [
  "WorkflowTemplate",
  "ClusterWorkflowTemplate",
  "Workflow",
  "CronWorkflow",
] as const;
export type ManifestKind = (typeof manifestKinds)[number];

/** An Argo object. */
export class Manifest {
  readonly name: string;
  /** For a CronWorkflow, the spec of the workflows that it starts. */
  readonly spec: Place;
  readonly arguments: readonly Input[];
  /** Every template, including inline ones. */
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

  /** The Argo object at a place; undefined for every other kind. */
  static at(place: Place): Manifest | undefined {
    const kind = manifestKinds.find((each) => each === place.at("kind").value);
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

  /** The template that runs first. */
  get entry(): Template | undefined {
    return this.template(this.spec.at("entrypoint").text ?? "");
  }

  /** Annotations whose names begin with a prefix, keyed by the rest of the name. */
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
  return [template, ...inline.flatMap((each) => withInline(manifest, each))];
}

/** Kinds that run a pod. */
const podKinds = ["container", "script", "containerSet", "resource", "data"] as const;
const kinds = [...podKinds, "http", "plugin", "suspend", "steps", "dag"] as const;
export type TemplateKind = (typeof kinds)[number];

/** A template of a manifest, or an inline template of a step. */
export class Template {
  readonly name: string;
  readonly kind: TemplateKind | undefined;
  readonly parameters: readonly Input[];
  readonly artifacts: readonly Input[];
  readonly containers: readonly Container[];
  readonly calls: readonly Call[];

  constructor(
    readonly manifest: Manifest,
    readonly place: Place,
  ) {
    this.name = place.at("name").text ?? "";
    // `suspend: {}` may also be an empty entry.
    this.kind = kinds.find((kind) => place.at(kind).value !== undefined);
    this.parameters = inputsAt(place.at("inputs", "parameters"));
    this.artifacts = artifactsAt(place.at("inputs", "artifacts"));
    this.containers = containersOf(place);
    this.calls = callsOf(this);
  }

  get runsPod(): boolean {
    return podKinds.some((kind) => kind === this.kind);
  }

  /** A field of the template, or else of `templateDefaults`, which is what a run of this file uses. */
  field(name: string): Place {
    const own = this.place.at(name);
    return own.exists || this.manifest.isReusable ? own : this.manifest.spec.at("templateDefaults", name);
  }

  /** Every variable that the template reads, including reads in its inline templates. */
  get reads(): readonly Read[] {
    this.#reads ??= [...this.place.texts()].flatMap(readsOf);
    return this.#reads;
  }
  #reads: readonly Read[] | undefined;
}

/** A node that runs a template: a step, a task, or a hook of one. */
export interface Call {
  /** The template that contains the node. */
  readonly within: Template;
  readonly place: Place;
  readonly name: string;
  readonly target: Target;
  readonly arguments: Place;
  readonly when: Place;
  /** Steps of the same group run at the same time. A DAG has a single group. */
  readonly group: number;
  /** Hooks run during or after their node. */
  readonly isHook: boolean;
}

/** The steps and tasks of a template, and their hooks. */
function callsOf(within: Template): Call[] {
  const { place } = within;
  const steps = place
    .at("steps")
    .items()
    // Argo also accepts a single step instead of a list.
    .flatMap((group, index) => (group.isMap ? [group] : group.items()).map((step) => [step, index] as const));
  const tasks = place
    .at("dag", "tasks")
    .items()
    .map((task) => [task, 0] as const);
  return [...steps, ...tasks].flatMap(([node, group]) => {
    const call = callAt(within, node, group, false);
    const hooks = node
      .at("hooks")
      .entries()
      .map(([name, hook]) => ({ ...callAt(within, hook, group, true), name: `${call.name}.${name}` }));
    return [call, ...hooks];
  });
}

function callAt(within: Template, place: Place, group: number, isHook: boolean): Call {
  return {
    within,
    place,
    name: place.at("name").text ?? "",
    target: targetOf(place),
    arguments: place.at("arguments"),
    when: place.at("when"),
    group,
    isHook,
  };
}
