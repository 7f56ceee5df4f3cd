import { Refusal } from "../../config/refusal";

/** The parts of `terraform show -json <plan>` that are read. */
export interface PlanJson {
  readonly format_version?: string;
  readonly errored?: boolean;
  readonly complete?: boolean;
  readonly resource_changes?: readonly ResourceChange[];
  readonly resource_drift?: readonly ResourceChange[];
  readonly output_changes?: Readonly<Record<string, PlannedChange>>;
  readonly configuration?: PlannedConfiguration;
  /** Only in plans that `planFromJson` made: Terraform has not seen them. */
  readonly from_json?: FromJson;
}

export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode?: string;
  readonly type: string;
  readonly name: string;
  readonly change: PlannedChange;
}

export interface PlannedChange {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly importing?: unknown;
}

export interface PlannedConfiguration {
  readonly provider_config?: Readonly<Record<string, ProviderConfig>>;
  readonly root_module?: {
    readonly outputs?: Readonly<Record<string, { readonly expression?: Expression }>>;
    readonly resources?: readonly ConfiguredResource[];
    readonly module_calls?: Readonly<Record<string, unknown>>;
  };
}

export interface ProviderConfig {
  readonly full_name?: string;
  readonly version_constraint?: string;
}

export interface ConfiguredResource {
  readonly address: string;
  readonly mode?: string;
  readonly type: string;
  readonly provisioners?: readonly unknown[];
  readonly expressions?: Readonly<Record<string, unknown>>;
}

export interface Expression {
  readonly references?: readonly string[];
}

/** What a stand-in knows that a plan of Terraform doesn't say. */
export interface FromJson {
  /** Where the JSON before the change comes from, such as a Git ref. */
  readonly base: string;
  /** `terraform`, `provider` and `variable` of a stack, before and after. */
  readonly settings: { readonly before: unknown; readonly after: unknown };
  /** `lifecycle`, `provisioner` and `connection` of resources whose text changes. */
  readonly meta: readonly { readonly address: string; readonly before: unknown; readonly after: unknown }[];
}

/** A plan and the stack that it plans. */
export interface Plan {
  /** `<environment>-argo-<name>`, or the name of the file. */
  readonly stack: string;
  readonly json: PlanJson;
}

/**
 * Reads a plan.
 * @param path names the stack: the file `<stack>.json`, or a file in the folder of the stack
 * @throws Refusal if the text is no plan in JSON
 */
export function parsePlan(path: string, text: string): Plan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Refusal(
      `${path}: this is no JSON; make it with terraform show -json <plan> (a saved plan itself is not JSON)`,
    );
  }
  if (!isMap(json)) throw new Refusal(`${path}: this is not the JSON of a plan`);
  if (typeof json.format_version !== "string" || !("resource_changes" in json || "output_changes" in json)) {
    const hint =
      "resource" in json
        ? "it is the JSON of a stack; use --base <git ref> to compare stacks"
        : "values" in json
          ? "it is the JSON of a state"
          : "it has no format_version and no resource_changes";
    throw new Refusal(`${path}: this is not the JSON of a plan: ${hint}`);
  }
  if (!/^1\.\d+$/.test(json.format_version)) {
    throw new Refusal(
      `${path}: its format_version is ${JSON.stringify(json.format_version)}; only version 1 is known`,
    );
  }
  const changes: unknown = json.resource_changes ?? [];
  if (!Array.isArray(changes) || !changes.every(isResourceChange)) {
    throw new Refusal(`${path}: resource_changes isn't a list of changes`);
  }
  return { stack: stackName(path), json };
}

function stackName(path: string): string {
  const parts = path.split(/[/\\]/).reverse();
  const id = /[a-z][a-z0-9-]*-argo-(?:state|storage|iam|tenancy|workflows|templates)(?![a-z0-9])/;
  for (const part of parts) {
    const found = id.exec(part);
    if (found) return found[0];
  }
  return (parts[0] ?? path).replace(/\.json$/, "");
}

function isResourceChange(value: unknown): value is ResourceChange {
  if (!isMap(value) || !isMap(value.change)) return false;
  const { actions } = value.change;
  return (
    [value.address, value.type, value.name].every((each) => typeof each === "string") &&
    Array.isArray(actions) &&
    actions.every((action) => typeof action === "string")
  );
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
