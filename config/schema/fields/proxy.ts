import { list, section, text } from "./basic";
import { cidr } from "./kubernetes";
import { port } from "./port";

const name =
  /(?=[a-z0-9.-]{1,253}(?:$|:))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*/
    .source;

/** An HTTP proxy that Argo and workflow pods use. Without credentials: they would be in the output. */
export const proxy = section({
  url: text(
    new RegExp(`^http://${name}:${port}$`),
    "must be a proxy such as http://proxy.example.com:3128: http://, a host and a port, without a user and a path",
  ).describe("Address of the proxy. HTTPS goes through it unread (CONNECT)"),
  cidrs: list(cidr, { min: 1, max: 20 }, "must be a list of IPv4 ranges")
    .optional()
    .describe("Address ranges of the proxy. Default: network.vpcCidrs"),
  noProxy: list(
    text(
      new RegExp(`^(\\.?${name}|(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2})$`),
      "must be a host such as git.example.com, a domain such as .example.com, or an IPv4 range",
    ),
    { min: 0, max: 50 },
    "must be a list of hosts, domains and IPv4 ranges",
  )
    .default([])
    .describe(
      "Hosts that are called directly, in addition to services of the cluster, link-local addresses and addresses in " +
        "vpcCidrs. List AWS here if the VPC has endpoints for it, as .amazonaws.com",
    ),
});
