import { isAtLeast, readChart } from "./chart";
import { needsSecrets } from "./control-plane-secrets";
import { ssoGroups } from "./naming";
import type { Draft, Violation } from "./rules";
import { partitionOf } from "./values/partition";

/** Who may reach Argo's server, how they log in, and how Argo itself logs in to its database. */
export function workflowsRules(draft: Draft): Violation[] {
  return [
    ...loginRules(draft),
    ...groupRules(draft),
    ...ingressRules(draft),
    ...wafRules(draft),
    ...archiveLoginRules(draft),
  ];
}

/** The mode `server` lets everyone act as Argo's server: run anything in every namespace (argo-workflows: server/auth). */
function loginRules({ login, ingress }: Draft): Violation[] {
  const found: Violation[] = [];
  if (!login) return found;
  const modes = new Set(login.modes);
  const path = ["login", "modes", login.modes.indexOf("server")];
  if (modes.has("server")) {
    if (!login.allowAnonymous)
      found.push({ path, message: "means no login at all; say login.allowAnonymous: true if you want that" });
    if (ingress?.enabled && ingress.scheme !== "internal")
      found.push({
        path,
        message: "means no login at all, and ingress.scheme is internet-facing: anyone could run anything",
      });
    if (modes.size > 1)
      found.push({
        path,
        message: "must stand alone: with it, a call without a login is let in whatever else is listed",
      });
  } else if (login.allowAnonymous) {
    found.push({
      path: ["login", "allowAnonymous"],
      message: "has no effect while login.modes lacks server; remove it",
    });
  }
  if (modes.has("sso") && !login.sso)
    found.push({ path: ["login", "sso"], message: "must be given while login.modes has sso" });
  if (!modes.has("sso") && login.sso)
    found.push({
      path: ["login", "modes"],
      message: "lacks sso while login.sso is given; add it, or remove login.sso",
    });
  return found;
}

/** Without a rule for one of a person's groups Argo lets nobody in (argo-workflows: docs/argo-server-sso.md). */
function groupRules({ login, teams }: Draft): Violation[] {
  if (!login?.sso || !teams || ssoGroups({ login, teams: Object.values(teams) }).length > 0) return [];
  const message = "lets nobody in; name groups in adminGroups, in readerGroups or in a team's groups";
  return [{ path: ["login", "sso"], message }];
}

function ingressRules({ login, ingress, ...draft }: Draft): Violation[] {
  const found: Violation[] = [];
  if (!ingress?.enabled) return found;
  if ("certificateArn" in draft && draft.certificateArn === undefined)
    found.push({
      path: ["certificateArn"],
      message: "must be given while ingress.enabled is true: the load balancer speaks HTTPS only",
    });
  if (ingress.scheme === "internal") return found;
  if (login && !login.modes.includes("sso"))
    found.push({
      path: ["ingress", "scheme"],
      message: "must be internal unless login.modes has sso",
    });
  if (ingress.inboundCidrs.length === 0 && ingress.wafAclArn === undefined)
    found.push({
      path: ["ingress", "inboundCidrs"],
      message:
        "must name the ranges that may call, or ingress.wafAclArn a web ACL, while ingress.scheme is internet-facing",
    });
  return found;
}

/** A load balancer takes web ACLs of its own region and account (AWS: WAF developer guide, "AssociateWebACL"). */
function wafRules({ ingress, region, account }: Draft): Violation[] {
  const acl = ingress?.wafAclArn;
  if (acl === undefined || region === undefined) return [];
  const path = ["ingress", "wafAclArn"];
  const [, partition, , ofRegion, owner] = acl.split(":");
  const own = partitionOf(region).name;
  if (partition !== own)
    return [{ path, message: `is of partition ${partition ?? ""}, but region ${region} is of ${own}` }];
  if (ofRegion !== region)
    return [
      {
        path,
        message: `is a web ACL of ${ofRegion ?? ""}; a load balancer in ${region} takes only one of ${region}`,
      },
    ];
  if (account !== undefined && owner !== account)
    return [{ path, message: `belongs to account ${owner ?? ""}, but account is ${account}` }];
  return [];
}

function archiveLoginRules({ archive, cluster, login }: Draft): Violation[] {
  const found: Violation[] = [];
  if (archive?.login === "iam") {
    const { appVersion } = readChart();
    if (!archive.enabled)
      found.push({
        path: ["archive", "login"],
        message: "has no effect while archive.enabled is false; remove it",
      });
    if (!isAtLeast(appVersion, 4, 1))
      found.push({
        path: ["archive", "login"],
        message: `needs Argo 4.1 or newer; helm/argo-workflows/Chart.yaml pins ${appVersion}`,
      });
  }
  // Missing with irsa is reported by the rules of the cluster.
  if (
    needsSecrets({ archive, login }) &&
    cluster?.identity === "pod-identity" &&
    cluster.oidcProvider === undefined
  )
    found.push({
      path: ["cluster", "oidcProvider"],
      message:
        "must be given while archive.enabled is true or login.sso is given: External Secrets logs in by a service account's token",
    });
  return found;
}
