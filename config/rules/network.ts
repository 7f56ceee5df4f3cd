import { sizeOf } from "../values/address-range";
import type { Draft, Violation } from "./violation";

export function networkRules(draft: Draft): Violation[] {
  return [...subnets(draft), ...ranges(draft)];
}

/** Everything in these ranges can call Argo's server. A private network is at most a /8 (RFC 1918). */
function ranges({ network }: Draft): Violation[] {
  return (network?.vpcCidrs ?? []).flatMap((range, index) => {
    if (sizeOf(range) <= 2 ** 24) return [];
    const message = "is wider than a private network; name the ranges of the VPC, each at most a /8";
    return [{ path: ["network", "vpcCidrs", index], message }];
  });
}

function subnets({ archive, network }: Draft): Violation[] {
  if (!archive?.enabled || !network || network.databaseSubnetIds.length >= 2) return [];
  const message =
    "must name at least two subnets in different Availability Zones while archive.enabled is true";
  return [{ path: ["network", "databaseSubnetIds"], message }];
}
