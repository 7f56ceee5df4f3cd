import { list, oneOf, section, text } from "./fields/basic";
import { cidr } from "./fields/kubernetes";

export const cluster = section({
  name: text(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
    "must be an EKS cluster name: at most 100 letters, digits, hyphens and underscores",
  ).describe("Name of the EKS cluster"),
  oidcProvider: text(
    /^(?=.{3,250}$)[a-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._-]+)+$/,
    "must be host and path of the cluster's OIDC issuer, at most 250 characters, without https://, such as oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE",
  )
    .optional()
    .describe("OIDC issuer of the cluster: host and path; needed when identity is irsa"),
  securityGroupIds: list(
    text(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be a security group id: sg- and 8 or 17 hex digits"),
    { min: 0, max: 20 },
    "must be a list of security group ids",
  )
    .default([])
    .describe("Security groups of the cluster's nodes; only they reach the archive database"),
  identity: oneOf(["irsa", "pod-identity"])
    .default("irsa")
    .describe("How pods get their AWS role: IAM roles for service accounts, or EKS Pod Identity"),
  serviceCidr: cidr
    .default("172.20.0.0/16")
    .describe("Addresses of the cluster's services; the first one is the API server's"),
  kubeconfig: section({
    path: text(/^[^\0\n]{1,4096}$/, "must be the path of a kubeconfig file").describe(
      "Path of a kubeconfig file",
    ),
    context: text(/^\S{1,253}$/, "must be the name of a context").describe("Context in it"),
  })
    .optional()
    .describe("How Terraform reaches a cluster that isn't EKS; default: aws eks get-token"),
}).describe("The EKS cluster that Argo runs in; it exists already");
