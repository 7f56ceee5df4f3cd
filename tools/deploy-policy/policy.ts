import type { Policy, Statement } from "../../audit/policy";
import type { Deployed } from "./deployed";
import { type Need, needs } from "./needs";
import { type StatementName, statements } from "./statements";

/** The role that gets the policy: the one that deploys, the one that only plans, or the one of the state. */
export type Purpose = "deploy" | "plan" | "state";

/**
 * The IAM policy of an environment, made from its Terraform JSON.
 * @throws if the JSON has a resource whose actions are not in the table `needs`
 */
export function deployPolicy(deployed: Deployed, purpose: Purpose): Policy {
  const allowed = new Map<StatementName, Set<string>>();
  for (const { statement, read = [], write = [] } of needsOf(deployed, purpose)) {
    const actions = purpose === "plan" ? read : [...read, ...write];
    const all = allowed.get(statement) ?? new Set();
    for (const action of actions) all.add(action);
    if (all.size > 0) allowed.set(statement, all);
  }
  const Statement = (Object.keys(statements) as StatementName[]).flatMap((Sid): Statement[] => {
    const actions = allowed.get(Sid);
    const where = statements[Sid](deployed);
    if (actions === undefined || where.Resource.length === 0) return [];
    return [{ Sid, Effect: "Allow", Action: [...actions].sort(), ...where }];
  });
  return { Version: "2012-10-17", Statement };
}

function needsOf(deployed: Deployed, purpose: Purpose): readonly Need[] {
  if (purpose === "state") return stateNeeds;
  const unknown = [...deployed.resources.keys()].filter((type) => !(type in needs)).sort();
  if (unknown.length > 0) {
    throw new Error(
      `tools/deploy-policy/needs.ts doesn't say what Terraform needs for ${unknown.join(", ")}`,
    );
  }
  return [
    ...[...deployed.resources.keys()].flatMap((type) => needs[type] ?? []),
    ...(deployed.states.some(({ roleArn }) => roleArn !== undefined)
      ? [{ statement: "StateRoles", read: ["sts:AssumeRole"] } as const]
      : stateNeeds),
  ];
}

/** A plan takes the lock as well, but it doesn't change the state. */
const stateNeeds: readonly Need[] = [
  { statement: "StateBuckets", read: ["s3:ListBucket"] },
  { statement: "States", read: ["s3:GetObject"], write: ["s3:PutObject"] },
  { statement: "StateLocks", read: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"] },
  { statement: "StateKeys", read: ["kms:Decrypt", "kms:GenerateDataKey"] },
];
