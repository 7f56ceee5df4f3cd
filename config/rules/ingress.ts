import { controlPlaneNamespace } from "../naming";
import { partitionOf } from "../values/partition";
import { ownBuckets } from "./own-buckets";
import { workflowsOf } from "./teams/tenants";
import type { Draft, Violation } from "./violation";

export function ingressRules(draft: Draft): Violation[] {
  return [...reach(draft), ...webAcl(draft), ...accessLogs(draft), ...classes(draft), ...gateways(draft)];
}

/** The group has a class of its own. */
function classes({ ingress }: Draft): Violation[] {
  if (ingress?.groupName === undefined || ingress.className === "alb") return [];
  const message =
    "has no effect while ingress.groupName is set: the group has a class of its own; remove one";
  return [{ path: ["ingress", "className"], message }];
}

/** Everything that reaches the server can try to log in, so the gateway is named exactly. */
function gateways(draft: Draft): Violation[] {
  return (draft.ingress?.from ?? []).flatMap(({ namespace, podLabels = {} }, index): Violation[] => {
    const path = ["ingress", "from", index, "namespace"];
    const owner = namespace === controlPlaneNamespace ? "Argo itself" : workflowsOf(namespace, draft);
    if (owner !== undefined)
      return [{ path, message: `belongs to ${owner}; name the namespace of your gateway` }];
    const { backstage } = draft;
    if (backstage?.enabled && namespace === backstage.namespace)
      return [{ path, message: "has no effect: Backstage's pods can call the server already; remove it" }];
    if (!isShared(namespace) || Object.keys(podLabels).length > 0) return [];
    const message = "has many programs; name the gateway's pods with podLabels";
    return [{ path, message }];
  });
}

function isShared(namespace: string): boolean {
  return namespace === "default" || namespace.startsWith("kube-");
}

/** The load balancer's logs need a bucket that uses SSE-S3 and that lets Elastic Load Balancing write. None of ours does. */
function accessLogs({ name, account = "", ingress, state, artifacts }: Draft): Violation[] {
  const bucket = ingress?.accessLogBucket;
  if (bucket === undefined) return [];
  const own = ownBuckets({ name, account, state, artifacts });
  const what = bucket === state?.bucket ? "the bucket of the Terraform state" : own.get(bucket);
  if (what === undefined) return [];
  const message = `is ${what}; name a bucket that only has logs of load balancers`;
  return [{ path: ["ingress", "accessLogBucket"], message }];
}

/** An internet-facing load balancer needs SSO, and a limit on who can call it. */
function reach({ login, ingress }: Draft): Violation[] {
  const found: Violation[] = [];
  if (!ingress?.enabled) return found;
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
        "must name the address ranges that can call while ingress.scheme is internet-facing; or set ingress.wafAclArn",
    });
  return found;
}

/** A load balancer accepts web ACLs only from its own region and account (AWS: WAF developer guide, "AssociateWebACL"). */
function webAcl({ ingress, region, account }: Draft): Violation[] {
  const acl = ingress?.wafAclArn;
  if (acl === undefined || region === undefined) return [];
  const path = ["ingress", "wafAclArn"];
  const [, partition, , ofRegion, owner] = acl.split(":");
  const own = partitionOf(region).name;
  if (partition !== own)
    return [{ path, message: `is in partition ${partition ?? ""}, but region ${region} is in ${own}` }];
  if (ofRegion !== region)
    return [
      {
        path,
        message: `is a web ACL in ${ofRegion ?? ""}; a load balancer in ${region} needs one in ${region}`,
      },
    ];
  if (account !== undefined && owner !== account)
    return [
      {
        path,
        message: `belongs to account ${owner ?? ""}, but the account of the environment is ${account}`,
      },
    ];
  return [];
}
