import type { ImageList } from "../../config/tool-images";
import type { Call, Manifest, Template } from "./manifest";
import type { Target } from "./target";

/** What a target refers to. */
export type Resolution =
  | { readonly kind: "found"; readonly template: Template }
  /** Argo fills in the name at run time. */
  | { readonly kind: "dynamic" }
  | { readonly kind: "missing"; readonly message: string };

/** All manifests of a run of the linter. A reference must lead to one of them. */
export class Library {
  readonly templates: readonly Template[];
  readonly calls: readonly Call[];
  /** Manifests whose templates other manifests can use. */
  readonly reusable: readonly Manifest[];
  readonly #byName = new Map<string, Manifest[]>();

  constructor(
    readonly manifests: readonly Manifest[],
    /** Images that templates may use. Undefined allows every image. */
    readonly images?: ImageList,
  ) {
    this.templates = manifests.flatMap(({ templates }) => templates);
    this.calls = this.templates.flatMap(({ calls }) => calls);
    this.reusable = manifests.filter(({ isReusable }) => isReusable);
    for (const manifest of this.reusable)
      this.#byName.set(manifest.name, [...(this.#byName.get(manifest.name) ?? []), manifest]);
  }

  /** The template that a call runs, if it is known. */
  callee(call: Call): Template | undefined {
    const resolution = this.resolve(call.within.manifest, call.target);
    return resolution.kind === "found" ? resolution.template : undefined;
  }

  resolve(from: Manifest, target: Target): Resolution {
    switch (target.kind) {
      case "none":
        return missing("has no template; add template, templateRef or inline");
      case "inline": {
        const template = from.templates.find(({ place }) => place.value === target.place.value);
        return template ? { kind: "found", template } : { kind: "dynamic" };
      }
      case "template":
        return this.ownTemplate(from, target.template);
      case "reference":
        return this.referenced(target);
    }
  }

  /** A template of the same manifest, or of the manifest that a Workflow refers to. */
  private ownTemplate(from: Manifest, name: string): Resolution {
    if (name.includes("{{")) return { kind: "dynamic" };
    const reference = from.spec.at("workflowTemplateRef");
    const home = reference.isMap ? this.referencedManifest(from) : from;
    const template = home?.template(name);
    if (template) return { kind: "found", template };
    const known = home?.templates.map((each) => each.name).filter((each) => each !== "") ?? [];
    return missing(`there is no template ${name} in this object; it has ${known.join(", ") || "none"}`);
  }

  private referenced(target: Extract<Target, { kind: "reference" }>): Resolution {
    const { name, template: wanted, clusterScope } = target;
    if (name.includes("{{") || wanted.includes("{{")) return { kind: "dynamic" };
    const manifest = this.reusableNamed(name, clusterScope);
    if (typeof manifest === "string") return missing(manifest);
    const template = manifest.template(wanted);
    if (template) return { kind: "found", template };
    const known = manifest.templates.map((each) => each.name).filter((each) => each !== "");
    return missing(`${name} has no template ${wanted}; it has ${known.join(", ") || "none"}`);
  }

  /** The manifest that a Workflow runs by workflowTemplateRef; undefined if there is none, or it is unknown. */
  referencedManifest(from: Manifest): Manifest | undefined {
    const reference = from.spec.at("workflowTemplateRef");
    const name = reference.at("name").text ?? "";
    const manifest = this.reusableNamed(name, reference.at("clusterScope").value === true);
    return typeof manifest === "string" ? undefined : manifest;
  }

  /** A manifest by name and scope, or why there is none. */
  reusableNamed(name: string, clusterScope: boolean): Manifest | string {
    const wanted = clusterScope ? "ClusterWorkflowTemplate" : "WorkflowTemplate";
    const named = this.#byName.get(name) ?? [];
    const found = named.find(({ kind }) => kind === wanted);
    if (found) return found;
    if (named.length === 0) return `there is no ${wanted} ${name} in the given files`;
    return clusterScope
      ? `${name} is a WorkflowTemplate; remove clusterScope: true`
      : `${name} is a ClusterWorkflowTemplate; add clusterScope: true`;
  }
}

function missing(message: string): Resolution {
  return { kind: "missing", message };
}
