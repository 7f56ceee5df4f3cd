import { arn, bucketName } from "./fields/aws";
import { flag, list, oneOf, section, text } from "./fields/basic";
import { entries } from "./fields/entries";
import { cidr, objectName, seconds } from "./fields/kubernetes";

export const ingress = section({
  enabled: flag()
    .default(true)
    .describe("Make Argo's server available at argo.<domain>, through an AWS load balancer"),
  scheme: oneOf(["internal", "internet-facing"])
    .default("internal")
    .describe("Who can reach the load balancer. internet-facing needs SSO, and inboundCidrs or wafAclArn"),
  className: objectName("an ingress class")
    .default("alb")
    .describe(
      "Ingress class of the load balancer. The AWS Load Balancer Controller must serve it: Argo's annotations are its own",
    ),
  from: entries
    .default([])
    .describe(
      "Pods of your own gateway that can call Argo's server on port 2746, also without a load balancer. They end TLS and " +
        "serve https://argo.<domain>, and only they and Argo may use that host",
    ),
  groupName: text(
    /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
    "must be the name of an ingress group: at most 63 lowercase letters, digits, hyphens and dots",
  )
    .optional()
    .describe(
      "Ingress group of the load balancer. It gets an ingress class that accepts Ingresses only in the namespace argo. " +
        "Default: none; no other Ingress can join the load balancer",
    ),
  idleTimeoutSeconds: seconds(1, 4000)
    .default(300)
    .describe("Idle seconds until the load balancer closes a connection"),
  inboundCidrs: list(cidr, { min: 0, max: 50 }, "must be a list of IPv4 ranges")
    .default([])
    .describe("Address ranges that can call. Empty: every address that reaches the load balancer"),
  wafAclArn: arn(
    "wafv2",
    /[a-z0-9-]{1,30}/,
    /regional\/webacl\/[\w-]{1,128}\/[0-9a-f-]{36}/,
    "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/argo/00000000-0000-0000-0000-000000000000",
  )
    .optional()
    .describe("AWS WAF web ACL of the load balancer. Default: none"),
  accessLogBucket: bucketName
    .optional()
    .describe(
      "Bucket for the access logs of the load balancer. It must use SSE-S3 and allow log delivery. Default: no access logs",
    ),
  deletionProtection: flag().default(false).describe("Refuse to delete the load balancer"),
})
  .prefault({})
  .describe("How people reach Argo's server");
