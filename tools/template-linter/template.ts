import { isArtifactSource, valueKeys } from "../../config/workflow-template";
import { type Call, callsOf } from "./call";
import { type Container, containersOf } from "./container";
import type { Manifest } from "./manifest";
import type { Place } from "./place";
import { type Read, readsOf } from "./substitution";

/** A declared input of a template, or argument of a manifest. */
export interface Input {
  readonly name: string;
  readonly place: Place;
  /** Whether a caller has to give it. */
  readonly isRequired: boolean;
}

/** Kinds that run a pod. */
const podKinds = ["container", "script", "containerSet", "resource", "data"] as const;
const kinds = [...podKinds, "http", "plugin", "suspend", "steps", "dag"] as const;
export type TemplateKind = (typeof kinds)[number];

/** One template of a manifest, or one written inline in a step. */
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
    // `suspend: {}` may be written as an empty entry.
    this.kind = kinds.find((kind) => place.at(kind).value !== undefined);
    this.parameters = inputsAt(place.at("inputs", "parameters"));
    this.artifacts = artifactsAt(place.at("inputs", "artifacts"));
    this.containers = containersOf(place);
    this.calls = callsOf(this);
  }

  get runsPod(): boolean {
    return podKinds.some((kind) => kind === this.kind);
  }

  /** A field that Argo takes from `templateDefaults` where the template has none; they don't travel by templateRef. */
  field(name: string): Place {
    const own = this.place.at(name);
    return own.exists || this.manifest.isReusable ? own : this.manifest.spec.at("templateDefaults", name);
  }

  /** Every variable that the template reads; an inline template reads its own. */
  get reads(): readonly Read[] {
    this.#reads ??= [...this.place.texts()].flatMap(readsOf);
    return this.#reads;
  }
  #reads: readonly Read[] | undefined;
}

/** Parameters; one with a value of any kind needs none from outside. */
export function inputsAt(list: Place): Input[] {
  return list.items().map((place) => ({
    name: place.at("name").text ?? "",
    place,
    isRequired: !valueKeys.some((key) => place.at(key).exists),
  }));
}

export function artifactsAt(list: Place): Input[] {
  return list.items().map((place) => ({
    name: place.at("name").text ?? "",
    place,
    isRequired: place.at("optional").value !== true && !hasSource(place),
  }));
}

/** Whether an artifact says where it comes from: `from`, or a store such as s3. */
export function hasSource(artifact: Place): boolean {
  return artifact.entries().some(([key, value]) => isArtifactSource(key) && value.exists);
}
