import { list, section, wholeNumber } from "./basic";
import { cidr, labels, namespaceName } from "./kubernetes";

const ports = list(wholeNumber(1, 65_535, "port"), { min: 1, max: 20 }, "must be a list of TCP ports");

const destination = section({
  cidrs: list(cidr, { min: 1, max: 20 }, "must be a list of IPv4 ranges")
    .optional()
    .describe("Address ranges outside the cluster. Set this or namespace"),
  namespace: namespaceName.optional().describe("Namespace of the pods. Set this or cidrs"),
  podLabels: labels
    .optional()
    .describe("Labels of the pods. Needs namespace. Default: all pods of the namespace"),
  ports: ports.describe("TCP ports. With namespace: ports of the pods, not of their Service"),
});

/** What workflow pods can call in addition to DNS, the API server and HTTPS. */
export const egress = list(destination, { min: 0, max: 30 }, "must be a list of destinations");
