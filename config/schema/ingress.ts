import { arn, bucketName } from "./fields/aws";
import { flag, list, oneOf, section, text } from "./fields/basic";
import { cidr, seconds } from "./fields/kubernetes";

export const ingress = section({
  enabled: flag().default(true).describe("Reach Argo's server at argo.<domain> through an AWS load balancer"),
  scheme: oneOf(["internal", "internet-facing"])
    .default("internal")
    .describe("Who can reach the load balancer"),
  groupName: text(
    /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/,
    "must be the name of an ingress group: at most 63 lower-case letters, digits, hyphens and dots",
  )
    .optional()
    .describe(
      "Ingress group of a class of its own, which admits only Ingresses in the namespace argo; " +
        "default: a load balancer that no other Ingress can join",
    ),
  idleTimeoutSeconds: seconds(1, 4000)
    .default(300)
    .describe("Idle time after which the load balancer closes a connection"),
  inboundCidrs: list(cidr, { min: 0, max: 50 }, "must be a list of IPv4 ranges")
    .default([])
    .describe("Address ranges that may call; empty: every address that reaches the load balancer"),
  wafAclArn: arn(
    "wafv2",
    /[a-z0-9-]{1,30}/,
    /regional\/webacl\/[\w-]{1,128}\/[0-9a-f-]{36}/,
    "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/argo/00000000-0000-0000-0000-000000000000",
  )
    .optional()
    .describe("AWS WAF web ACL in front of the server"),
  accessLogBucket: bucketName
    .optional()
    .describe(
      "Bucket for the load balancer's access logs (SSE-S3, delivery allowed); default: none are written",
    ),
  deletionProtection: flag().default(false).describe("Refuse to delete the load balancer"),
})
  .prefault({})
  .describe("How people reach Argo's server");
