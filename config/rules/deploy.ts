import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Violation } from "./violation";

export function deployRules({ account, region, deploy }: Draft): Violation[] {
  const fields = ["roleArn", "planRoleArn"] as const;
  return [
    ...fields.flatMap((field) => {
      const path = ["deploy", field];
      const value = deploy?.[field];
      return [...otherPartition(path, value, region), ...otherAccount(path, value, account)];
    }),
    ...planRole(deploy),
  ];
}

function planRole({ roleArn, planRoleArn }: NonNullable<Draft["deploy"]> = {}): Violation[] {
  if (planRoleArn === undefined) return [];
  const path = ["deploy", "planRoleArn"];
  if (roleArn === undefined)
    return [{ path, message: "needs deploy.roleArn, the role that applies; set it, or remove planRoleArn" }];
  if (roleArn === planRoleArn)
    return [{ path, message: "must be another role than deploy.roleArn, with read access only" }];
  return [];
}
