import type { NetworkPolicyV1SpecEgress } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { Environment } from "../../config/environment";
import { addressIn, contains, linkLocal } from "../../config/values/address-range";

/** Egress rules of NetworkPolicies. */

const everywhere = ["0.0.0.0/0"];

/**
 * The cluster's DNS pods, the DNS service for clusters that resolve names on the node (EKS Auto Mode; its address is
 * the tenth of the service range: amazon-eks-ami, bootstrap.sh), and NodeLocal DNSCache (Kubernetes: nodelocaldns).
 */
export function dns({ cluster }: Pick<Environment, "cluster">): NetworkPolicyV1SpecEgress {
  return {
    to: [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
        podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
      },
      { ipBlock: { cidr: `${addressIn(cluster.serviceCidr, 10)}/32` } },
      { ipBlock: { cidr: "169.254.20.10/32" } },
    ],
    ports: [
      { port: "53", protocol: "UDP" },
      { port: "53", protocol: "TCP" },
    ],
  };
}

/**
 * The API server: its service address, which the VPC CNI matches, and its own addresses in the VPC, which engines
 * match that resolve the service first. An API server outside EKS listens on 6443.
 */
export function kubernetesApi({
  cluster,
  network,
}: Pick<Environment, "cluster" | "network">): NetworkPolicyV1SpecEgress {
  return {
    to: [`${addressIn(cluster.serviceCidr, 1)}/32`, ...network.vpcCidrs].map((cidr) => ({
      ipBlock: { cidr },
    })),
    ports: [
      { port: "443", protocol: "TCP" },
      ...(cluster.kubeconfig ? [{ port: "6443", protocol: "TCP" }] : []),
    ],
  };
}

/**
 * Registries, AWS, Git over HTTPS. Link-local addresses are excluded, because the instance metadata service there hands
 * out the node's role. The VPC is included: its endpoints for S3, ECR and STS use this port, and the pods of other teams
 * and of Argo have policies of their own.
 * @returns no rule if the environment file lists no range: the rule for the API server opens the VPC on this port
 */
export function https({ network }: Pick<Environment, "network">): NetworkPolicyV1SpecEgress[] {
  return outside(network.egressCidrs ?? everywhere, ["443"]);
}

/** Like {@link https}, on a port such as that of an identity provider, which may be in the VPC. */
export function httpsOn(
  port: string,
  { network }: Pick<Environment, "network">,
): NetworkPolicyV1SpecEgress[] {
  const { egressCidrs, vpcCidrs } = network;
  return outside(egressCidrs === undefined ? everywhere : [...vpcCidrs, ...egressCidrs], [port]);
}

/**
 * Address ranges without the link-local addresses in them. No rule if there are no ranges: in Kubernetes, a rule without
 * destinations allows all.
 */
export function outside(ranges: readonly string[], ports: readonly string[]): NetworkPolicyV1SpecEgress[] {
  if (ranges.length === 0) return [];
  return [
    {
      to: ranges.map((cidr) => ({
        ipBlock: { cidr, ...(contains(cidr, linkLocal) && { except: [linkLocal] }) },
      })),
      ports: ports.map((port) => ({ port, protocol: "TCP" })),
    },
  ];
}

/** The HTTP proxy, if there is one. */
export function proxy({ network }: Pick<Environment, "network">): NetworkPolicyV1SpecEgress[] {
  if (network.proxy === undefined) return [];
  return outside(network.proxy.cidrs ?? network.vpcCidrs, [portOf(network.proxy.url)]);
}

/** `URL` leaves out the usual port of the scheme. */
function portOf(url: string): string {
  return url.slice(url.lastIndexOf(":") + 1);
}

/** Pods of a namespace, all of them or those with some labels. */
export function podsIn(
  namespace: string,
  podLabels: Readonly<Record<string, string>> | undefined,
  ports: readonly string[],
): NetworkPolicyV1SpecEgress {
  return {
    to: [
      {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
        ...(podLabels && { podSelector: { matchLabels: podLabels } }),
      },
    ],
    ports: ports.map((port) => ({ port, protocol: "TCP" })),
  };
}

/** The agent on each node that gives pods their AWS role (AWS: EKS user guide, "Set up the Amazon EKS Pod Identity Agent"). */
export const podIdentityAgent: NetworkPolicyV1SpecEgress = {
  to: [{ ipBlock: { cidr: "169.254.170.23/32" } }],
  ports: [{ port: "80", protocol: "TCP" }],
};
