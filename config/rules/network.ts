import { createsDatabase } from "../archive-owner";
import { contains, linkLocal, sizeOf } from "../values/address-range";
import type { Draft, Violation } from "./violation";

export function networkRules(draft: Draft): Violation[] {
  return [...subnets(draft), ...ranges(draft), ...egress(draft), ...proxy(draft)];
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
  if (!createsDatabase({ archive }) || !network || network.databaseSubnetIds.length >= 2) return [];
  const message =
    "must name at least two subnets in different Availability Zones while archive.enabled is true";
  return [{ path: ["network", "databaseSubnetIds"], message }];
}

function proxy({ network }: Draft): Violation[] {
  const { url = "", cidrs } = network?.proxy ?? {};
  const ranges = (cidrs ?? []).flatMap((range, index): Violation[] => {
    const path = ["network", "proxy", "cidrs", index];
    if (sizeOf(range) > 2 ** 24)
      return [{ path, message: "is wider than a private network; name the proxy's ranges" }];
    return contains(linkLocal, range)
      ? [{ path, message: "has link-local addresses only; name the proxy's ranges" }]
      : [];
  });
  const [, address] = /^http:\/\/(\d+(?:\.\d+){3}):/.exec(url) ?? [];
  const within = cidrs ?? network?.vpcCidrs ?? [];
  if (address === undefined || within.some((range) => contains(range, `${address}/32`))) return ranges;
  const message = `is in none of ${cidrs ? "cidrs" : "vpcCidrs"}, so no pod could call it; set network.proxy.cidrs`;
  return [...ranges, { path: ["network", "proxy", "url"], message }];
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
