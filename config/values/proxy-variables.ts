import type { Environment } from "../environment";
import { addressIn, linkLocal } from "./address-range";

/** Agents on each node that give pods their AWS role (EKS Pod Identity), and the instance metadata service. */
const agents = ["169.254.170.23", "169.254.169.254"];

/**
 * Variables of programs that call through the proxy. curl reads `http_proxy` in lowercase only, others the rest in
 * uppercase only. Some programs know no ranges in NO_PROXY, hence the single addresses.
 */
export function proxyVariables({
  cluster,
  network,
}: Pick<Environment, "cluster" | "network">): { name: string; value: string }[] {
  const { proxy, vpcCidrs } = network;
  if (proxy === undefined) return [];
  const direct = [
    ...["localhost", "127.0.0.1", ".svc", ".cluster.local"],
    ...[addressIn(cluster.serviceCidr, 1), cluster.serviceCidr, ...agents, linkLocal, ...vpcCidrs],
    ...proxy.noProxy,
  ];
  return [
    ["HTTP_PROXY", proxy.url],
    ["HTTPS_PROXY", proxy.url],
    ["NO_PROXY", [...new Set(direct)].join(",")],
  ].flatMap(([name = "", value = ""]) => [
    { name, value },
    { name: name.toLowerCase(), value },
  ]);
}
