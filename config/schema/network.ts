import { list, section, text } from "./fields/basic";
import { cidr } from "./fields/kubernetes";
import { proxy } from "./fields/proxy";

export const network = section({
  vpcId: text(/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be a VPC ID: vpc- and 8 or 17 hex digits").describe(
    "VPC of the cluster",
  ),
  databaseSubnetIds: list(
    text(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be a subnet ID: subnet- and 8 or 17 hex digits"),
    { min: 0, max: 20 },
    "must be a list of subnet IDs",
  )
    .default([])
    .describe(
      "Isolated subnets for the archive database, in at least two Availability Zones. Required if archive.enabled is true without archive.database",
    ),
  vpcCidrs: list(cidr, { min: 1, max: 10 }, "must be a list of IPv4 ranges")
    .default(["10.0.0.0/8"])
    .describe(
      "Address ranges of the VPC. Load balancers call from them; the API server and the database are in them. Each is at most a /8",
    ),
  egressCidrs: list(cidr, { min: 0, max: 50 }, "must be a list of IPv4 ranges")
    .optional()
    .describe(
      "Address ranges that Argo and workflow pods can call on port 443, in addition to vpcCidrs: registries, Git, the " +
        "identity provider, and AWS where the VPC has no interface endpoint. Argo's server also calls its identity provider's " +
        "own port only there. [] is the VPC only. Default: every address except link-local ones, or [] with a proxy",
    ),
  proxy: proxy
    .optional()
    .describe(
      "HTTP proxy of Argo and of all workflow pods, as HTTP_PROXY, HTTPS_PROXY and NO_PROXY. Network policies let them " +
        "call the proxy. Maven reads it from the team's settings. Default: none",
    ),
}).describe("The network of the cluster. It must already exist");
