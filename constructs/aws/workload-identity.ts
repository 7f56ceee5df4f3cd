import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { type AccountAndRegion, arnOf, iamArn } from "../../config/naming";
import { addressed } from "../addressed";
import type { ServiceAccountRef } from "../kubernetes/service-account";
import type { Statement } from "./policy-document";
import { Role, type RoleProps } from "./role";

export interface WorkloadIdentityProps extends Omit<RoleProps, "trust" | "logicalId"> {
  readonly location: AccountAndRegion;
  readonly cluster: Pick<Environment["cluster"], "name" | "identity" | "oidcProvider">;
  /** The only service account that may assume the role. */
  readonly serviceAccount: ServiceAccountRef;
  /**
   * How the service account gets the role.
   * @default - the cluster's `identity`
   */
  readonly identity?: Environment["cluster"]["identity"];
}

/**
 * An AWS role for the pods of one service account, through the cluster's OIDC provider (IRSA), or through EKS Pod
 * Identity and its association.
 */
export class WorkloadIdentity extends Role {
  /** @throws Error if the permissions don't fit into a role */
  constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    const { location, cluster, serviceAccount, identity = cluster.identity, ...role } = props;
    const trust = identity === "irsa" ? trustServiceAccount : trustPodIdentity;
    super(scope, id, { ...role, trust: trust(location, cluster, serviceAccount) });
    if (identity === "pod-identity") {
      addressed(
        id,
        new EksPodIdentityAssociation(this, "association", {
          clusterName: cluster.name,
          namespace: serviceAccount.namespace,
          serviceAccount: serviceAccount.name,
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
  { namespace, name }: ServiceAccountRef,
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
        [`${provider}:sub`]: `system:serviceaccount:${namespace}:${name}`,
      },
    },
  };
}

/** The session tags identify the pod's service account (AWS: EKS user guide, "Pod Identity role and session tags"). */
function trustPodIdentity(
  location: AccountAndRegion,
  cluster: Cluster,
  { namespace, name }: ServiceAccountRef,
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
        "aws:RequestTag/kubernetes-service-account": name,
      },
      ArnEquals: { "aws:SourceArn": arnOf(location, "eks", `cluster/${cluster.name}`) },
    },
  };
}
