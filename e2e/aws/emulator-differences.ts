import { isDeepStrictEqual } from "node:util";
import type { StackDirectory } from "./stack-directory";

/**
 * Attributes that the emulator forgets or invents, so that a second plan sets them again. Any other change in a second
 * plan is an error of ours.
 */
const forgotten: readonly { type: string; attribute: string; reason: string }[] = [
  {
    type: "aws_rds_cluster",
    attribute: "scaling_configuration",
    reason:
      "moto answers with an empty ScalingConfigurationInfo, which belongs to Serverless v1; AWS leaves it out",
  },
  {
    type: "aws_rds_cluster_instance",
    attribute: "performance_insights_enabled",
    reason: "moto keeps no Performance Insights settings of an instance",
  },
  {
    type: "aws_rds_cluster_instance",
    attribute: "performance_insights_kms_key_id",
    reason: "moto keeps no Performance Insights settings of an instance",
  },
  {
    type: "aws_vpc_security_group_ingress_rule",
    attribute: "description",
    reason: "moto loses the description of a rule whose source is a security group",
  },
];

export interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: Readonly<Record<string, unknown>> | null;
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown: Readonly<Record<string, unknown>>;
    /** Set if an import block brings the resource into the state. */
    readonly importing?: { readonly id?: string };
  };
}

/** What a plan would do. */
export interface PlannedDifferences {
  /** `address.attribute` of the attributes that the emulator can't keep. */
  readonly emulators: readonly string[];
  /** The same for all other changes; `address: actions` for actions other than an update. */
  readonly ours: readonly string[];
}

/** Plans again and separates our differences from the emulator's. The plan stays in `second.tfplan`. */
export async function secondPlan(stack: StackDirectory): Promise<PlannedDifferences> {
  const { code, output } = await stack.try([
    "plan",
    "-input=false",
    "-detailed-exitcode",
    "-out=second.tfplan",
  ]);
  // 0: no resource and no output changes. To show the plan as JSON would load all of the provider's schemas again.
  if (code === 0) return { emulators: [], ours: [] };
  if (code !== 2) throw new Error(`terraform plan in ${stack.directory}: ${output.slice(-3000)}`);
  const { stdout } = await stack.must("show", "-json", "second.tfplan");
  const plan = JSON.parse(stdout) as {
    resource_changes?: PlannedChange[];
    output_changes?: Record<string, { actions: string[] }>;
  };
  const { emulators, ours } = differencesOf(plan.resource_changes ?? []);
  const outputs = Object.entries(plan.output_changes ?? {}).filter(
    ([, { actions }]) => !isDeepStrictEqual(actions, ["no-op"]),
  );
  return {
    emulators,
    ours: [...ours, ...outputs.map(([name, { actions }]) => `output ${name}: ${actions.join(" and ")}`)],
  };
}

/** Separates our changes of resources from the emulator's. */
export function differencesOf(changes: readonly PlannedChange[]): PlannedDifferences {
  const emulators: string[] = [];
  const ours: string[] = [];
  for (const { address, type, change } of changes) {
    if (isDeepStrictEqual(change.actions, ["no-op"])) continue;
    if (!isDeepStrictEqual(change.actions, ["update"])) {
      ours.push(`${address}: ${change.actions.join(" and ")}`);
      continue;
    }
    for (const attribute of changed(change)) {
      const known = forgotten.some((entry) => entry.type === type && entry.attribute === attribute);
      (known ? emulators : ours).push(`${address}.${attribute}`);
    }
  }
  return { emulators, ours };
}

/** The list above, as lines of text. */
export function forgottenByTheEmulator(): string[] {
  return forgotten.map(({ type, attribute, reason }) => `${type}.${attribute}: ${reason}`);
}

function changed({ before, after, after_unknown }: PlannedChange["change"]): string[] {
  const names = new Set([before, after, after_unknown].flatMap((side) => Object.keys(side ?? {})));
  return [...names].filter(
    (name) => !isDeepStrictEqual(before?.[name], after?.[name]) || after_unknown[name] === true,
  );
}
