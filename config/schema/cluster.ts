import { list, oneOf, section, text } from "./fields/basic";
import { cidr } from "./fields/kubernetes";
import { port } from "./fields/port";

export const cluster = section({
  name: text(
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
    "must be an EKS cluster name: at most 100 letters, digits, hyphens and underscores",
  ).describe("Name of the EKS cluster"),
  oidcProvider: text(
    new RegExp(`^(?=.{3,250}$)[a-z0-9.-]+(:${port})?(\\/[A-Za-z0-9._-]+)+$`),
    "must be the host and path of an OIDC issuer, at most 250 characters, without https://, such as oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE",
  )
    .optional()
    .describe(
      "OIDC issuer of the cluster. Required if identity is irsa, archive.enabled is true, login.sso is set, or a team has secrets or a githubApp",
    ),
  securityGroupIds: list(
    text(/^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be a security group ID: sg- and 8 or 17 hex digits"),
    { min: 0, max: 20 },
    "must be a list of security group IDs",
  )
    .default([])
    .describe(
      "Security groups of the cluster's nodes. Only they can reach the archive database; required if archive.enabled is true without archive.database",
    ),
  identity: oneOf(["irsa", "pod-identity"])
    .default("irsa")
    .describe(
      "How pods get their AWS role. irsa: IAM roles for service accounts. pod-identity: EKS Pod Identity",
    ),
  serviceCidr: cidr
    .default("172.20.0.0/16")
    .describe("Address range of the cluster's Services. The API server has the first address, DNS the tenth"),
  kubeconfig: section({
    path: text(/^[^\0\n]{1,4096}$/, "must be a path of at most 4096 characters").describe(
      "Path of a kubeconfig file",
    ),
    context: text(
      /^\S{1,253}$/,
      "must be the name of a context: at most 253 characters, without spaces",
    ).describe("Context in that file"),
  })
    .optional()
    .describe("How Terraform logs in to a cluster that isn't EKS. Default: aws eks get-token"),
}).describe("The EKS cluster that Argo runs in. It must already exist");
