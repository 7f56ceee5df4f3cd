import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Problem } from "./problem";

export function deployRules({ account, region, deploy }: Draft): Problem[] {
  const path = ["deploy", "roleArn"];
  return [...otherPartition(path, deploy?.roleArn, region), ...otherAccount(path, deploy?.roleArn, account)];
}
