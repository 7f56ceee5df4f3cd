import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Problem } from "./problem";

export function iamRules({ account, region, iam }: Draft): Problem[] {
  const path = ["iam", "permissionsBoundaryArn"];
  const boundary = iam?.permissionsBoundaryArn;
  return [...otherPartition(path, boundary, region), ...otherAccount(path, boundary, account)];
}
