import { partitionOf } from "../values/partition";
import type { Violation } from "./violation";

/** Reports an ARN that isn't in the partition of the region. */
export function otherPartition(
  path: readonly PropertyKey[],
  arn: string | undefined,
  region: string | undefined,
): Violation[] {
  const other = arn?.split(":")[1];
  if (other === undefined || region === undefined) return [];
  const { name: partition } = partitionOf(region);
  if (other === partition) return [];
  return [{ path, message: `is in partition ${other}, but region ${region} is in ${partition}` }];
}

/** Reports an ARN in another account: Terraform refuses to work in any account but the expected one. */
export function otherAccount(
  path: readonly PropertyKey[],
  arn: string | undefined,
  owner: string | undefined,
  whose = "the account of the environment",
): Violation[] {
  const other = arn?.split(":")[4];
  if (other === undefined || owner === undefined || other === owner) return [];
  return [{ path, message: `belongs to account ${other}, but ${whose} is ${owner}` }];
}
