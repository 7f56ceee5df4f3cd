import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Violation } from "./violation";

export function iamRules({ account, region, iam }: Draft): Violation[] {
  const path = ["iam", "permissionsBoundaryArn"];
  const boundary = iam?.permissionsBoundaryArn;
  return [...otherPartition(path, boundary, region), ...otherAccount(path, boundary, account)];
}
