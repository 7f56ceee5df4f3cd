import { contains, sizeOf } from "../values/address-range";
import type { Draft, Violation } from "./violation";

export function networkRules(draft: Draft): Violation[] {
  return [...subnets(draft), ...ranges(draft), ...egress(draft)];
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

function egress({ network }: Draft): Violation[] {
  return (network?.egressCidrs ?? []).flatMap((range, index): Violation[] => {
    const path = ["network", "egressCidrs", index];
    if (range === "0.0.0.0/0")
      return [{ path, message: "is every address, which is the default; remove egressCidrs" }];
    if (contains("169.254.0.0/16", range))
      return [
        {
          path,
          message: "has link-local addresses only, such as the instance metadata service; remove it",
        },
      ];
    const own = network?.vpcCidrs.find((vpc) => contains(vpc, range));
    return own === undefined
      ? []
      : [
          {
            path,
            message: `has no effect: it is in ${own} of vpcCidrs, which pods can call already; remove it`,
          },
        ];
  });
}
