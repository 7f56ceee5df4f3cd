import { createsDatabase } from "../archive-owner";
import { needsSecrets } from "../control-plane-secrets";
import { sizeOf } from "../values/address-range";
import type { Draft, Violation } from "./violation";

export function clusterRules(draft: Draft): Violation[] {
  return [...securityGroups(draft), ...oidcProvider(draft), ...providerRegion(draft), ...serviceRange(draft)];
}

function securityGroups({ archive, cluster }: Draft): Violation[] {
  if (!createsDatabase({ archive }) || !cluster || cluster.securityGroupIds.length > 0) return [];
  const message =
    "must name the nodes' security groups while archive.enabled is true, or Argo can't reach the database";
  return [{ path: ["cluster", "securityGroupIds"], message }];
}

function oidcProvider({ archive, cluster, login, teams }: Draft): Violation[] {
  if (!cluster || cluster.oidcProvider !== undefined) return [];
  const path = ["cluster", "oidcProvider"];
  if (cluster.identity === "irsa") return [{ path, message: "must be set while cluster.identity is irsa" }];
  const ofTeams = Object.values(teams ?? {}).some(
    ({ secrets, githubApp }) => secrets.length > 0 || githubApp,
  );
  if (!ofTeams && !needsSecrets({ archive, login })) return [];
  const message =
    "must be set while archive.enabled is true, login.sso is set, or a team has secrets or a githubApp: External Secrets logs in with a service account's token";
  return [{ path, message }];
}

/** The issuer of an EKS cluster names its region. */
function providerRegion({ cluster, region }: Draft): Violation[] {
  const provider = cluster?.oidcProvider ?? "";
  const other = /^oidc\.eks(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\//.exec(provider)?.[1];
  if (other === undefined || region === undefined || other === region) return [];
  const message = `is the issuer of a cluster in ${other}, but region is ${region}`;
  return [{ path: ["cluster", "oidcProvider"], message }];
}

/** The API server has the first address, DNS has the tenth. */
function serviceRange({ cluster }: Draft): Violation[] {
  if (!cluster) return [];
  const path = ["cluster", "serviceCidr"];
  const size = sizeOf(cluster.serviceCidr);
  if (size < 16) return [{ path, message: "must have at least 16 addresses, such as 172.20.0.0/16" }];
  // Kubernetes allows 20 bits (kube-apiserver: --service-cluster-ip-range).
  if (size > 2 ** 20) return [{ path, message: "must be a range from /12 to /28, such as 172.20.0.0/16" }];
  return [];
}
