import type { NetworkPolicyV1SpecEgress } from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { Environment } from "../../config/environment";
import { addressIn } from "../../config/values/address-range";

/** Egress rules of NetworkPolicies. */

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
 */
export const anywhereOnHttps: NetworkPolicyV1SpecEgress = anywhereOn("443");

/** Every address except link-local ones, on a port such as that of an identity provider. */
export function anywhereOn(port: string): NetworkPolicyV1SpecEgress {
  return {
    to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }],
    ports: [{ port, protocol: "TCP" }],
  };
}

/** The agent on each node that gives pods their AWS role (AWS: EKS user guide, "Set up the Amazon EKS Pod Identity Agent"). */
export const podIdentityAgent: NetworkPolicyV1SpecEgress = {
  to: [{ ipBlock: { cidr: "169.254.170.23/32" } }],
  ports: [{ port: "80", protocol: "TCP" }],
};
