import { needsSecrets } from "../control-plane-secrets";
import { sizeOf } from "../values/address-range";
import type { Draft, Violation } from "./violation";

export function clusterRules(draft: Draft): Violation[] {
  return [...securityGroups(draft), ...oidcProvider(draft), ...serviceRange(draft)];
}

function securityGroups({ archive, cluster }: Draft): Violation[] {
  if (!archive?.enabled || !cluster || cluster.securityGroupIds.length > 0) return [];
  const message =
    "must name the nodes' security groups while archive.enabled is true, or Argo can't reach the database";
  return [{ path: ["cluster", "securityGroupIds"], message }];
}

function oidcProvider({ archive, cluster, login }: Draft): Violation[] {
  if (!cluster || cluster.oidcProvider !== undefined) return [];
  const path = ["cluster", "oidcProvider"];
  if (cluster.identity === "irsa") return [{ path, message: "must be set while cluster.identity is irsa" }];
  if (!needsSecrets({ archive, login })) return [];
  const message =
    "must be set while archive.enabled is true or login.sso is set: External Secrets logs in with a service account's token";
  return [{ path, message }];
}

/** The API server has the first address, DNS has the tenth. */
function serviceRange({ cluster }: Draft): Violation[] {
  if (!cluster || sizeOf(cluster.serviceCidr) >= 16) return [];
  return [
    { path: ["cluster", "serviceCidr"], message: "must have at least 16 addresses, such as 172.20.0.0/16" },
  ];
}
