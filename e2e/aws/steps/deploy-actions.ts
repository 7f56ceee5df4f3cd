import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AwsRun } from "../aws-run";

/** What Terraform was seen to call: actions by the end of the role's name. */
interface Recorded {
  /** Version of the AWS provider that made the calls. */
  readonly provider: string;
  readonly roles: Readonly<Record<string, readonly string[]>>;
}

const file = "__tests__/fixtures/deploy-actions.json";

/**
 * Every action that Terraform needed is in the recording, which the unit tests judge by resource and condition. Another
 * version of the provider can need others: they are printed, and IAM has allowed them in this run.
 */
export async function deployActions({ emulator, table, terraform, progress }: AwsRun): Promise<void> {
  const { provider, roles } = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "..", file), "utf8"),
  ) as Recorded;
  const seen: Record<string, string[]> = {};
  for (const { caller, action } of await emulator.allowedActions()) {
    (seen[caller.split("/").at(-1) ?? ""] ??= []).push(action);
  }
  table.compare("roles that Terraform needed", Object.keys(roles).sort(), Object.keys(seen).sort());
  for (const [role, actions] of Object.entries(seen).sort()) {
    const unknown = actions.filter((action) => !roles[role]?.includes(action)).sort();
    if (terraform.override === provider)
      table.compare(`actions that Terraform needed as ${role} are in ${file}`, [], unknown);
    else if (unknown.length > 0) progress(`${role} also needed ${unknown.join(", ")}: add them to ${file}`);
  }
}
