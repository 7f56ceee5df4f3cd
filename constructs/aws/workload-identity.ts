import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import type { Construct } from "constructs";
import { type AccountAndRegion, arnOf, iamArn } from "../../config/arns";
import type { Environment } from "../../config/environment";
import { addressed } from "../addressed";
import type { Statement } from "./policy-document";
import { Role, type RoleProps } from "./role";

export interface WorkloadIdentityProps extends Omit<RoleProps, "trust" | "logicalId"> {
  readonly location: AccountAndRegion;
  readonly cluster: Pick<Environment["cluster"], "name" | "identity" | "oidcProvider">;
  /** The only service accounts that may assume the role, all in one namespace. */
  readonly serviceAccounts: ServiceAccounts;
  /**
   * How the service account gets the role.
   * @default the cluster's `identity`
   */
  readonly identity?: Environment["cluster"]["identity"];
}

export interface ServiceAccounts {
  readonly namespace: string;
  readonly names: readonly [string, ...string[]];
}

/**
 * An AWS role for the pods of service accounts with the same rights, through the cluster's OIDC provider (IRSA), or through EKS Pod
 * Identity and its associations.
 */
export class WorkloadIdentity extends Role {
  /** @throws Error if the permissions don't fit into a role */
  constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    const { location, cluster, serviceAccounts, identity = cluster.identity, ...role } = props;
    const trust = identity === "irsa" ? trustServiceAccount : trustPodIdentity;
    super(scope, id, { ...role, trust: trust(location, cluster, serviceAccounts) });
    if (identity === "irsa") return;
    const { namespace, names } = serviceAccounts;
    for (const name of names) {
      const association = names.length === 1 ? id : `${id}-${name}`;
      addressed(
        association,
        new EksPodIdentityAssociation(this, `association-${name}`, {
          clusterName: cluster.name,
          namespace,
          serviceAccount: name,
          roleArn: this.arn,
        }),
      );
    }
  }
}

type Cluster = WorkloadIdentityProps["cluster"];

function trustServiceAccount(
  location: AccountAndRegion,
  { oidcProvider: provider }: Cluster,
  { namespace, names }: ServiceAccounts,
): Statement {
  if (provider === undefined)
    throw new Error("cluster.oidcProvider must be set while cluster.identity is irsa");
  return {
    Sid: "ServiceAccountOfTheCluster",
    Effect: "Allow",
    Principal: { Federated: iamArn(location, `oidc-provider/${provider}`) },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${provider}:aud`]: "sts.amazonaws.com",
        [`${provider}:sub`]: oneOrMore(names.map((name) => `system:serviceaccount:${namespace}:${name}`)),
      },
    },
  };
}

/** The session tags identify the pod's service account (AWS: EKS user guide, "Pod Identity role and session tags"). */
function trustPodIdentity(
  location: AccountAndRegion,
  cluster: Cluster,
  { namespace, names }: ServiceAccounts,
): Statement {
  return {
    Sid: "PodIdentityOfTheCluster",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": location.account,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": oneOrMore(names),
      },
      ArnEquals: { "aws:SourceArn": arnOf(location, "eks", `cluster/${cluster.name}`) },
    },
  };
}

function oneOrMore(values: readonly string[]): string | string[] {
  const [first, ...more] = values;
  return first !== undefined && more.length === 0 ? first : [...values];
}
