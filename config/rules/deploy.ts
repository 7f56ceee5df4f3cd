import { otherAccount, otherPartition } from "./arn-owner";
import type { Draft, Violation } from "./violation";

export function deployRules({ account, region, deploy }: Draft): Violation[] {
  const path = ["deploy", "roleArn"];
  return [...otherPartition(path, deploy?.roleArn, region), ...otherAccount(path, deploy?.roleArn, account)];
}
