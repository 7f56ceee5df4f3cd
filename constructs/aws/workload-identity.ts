import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { arnOf, iamArn } from "../../config/naming";
import { addressed } from "../addressed";
import { policyDocument, type Statement } from "./policy-document";

export interface WorkloadIdentityProps {
  readonly environment: Environment;
  /** Role name, at most 64 characters. */
  readonly roleName: string;
  readonly description: string;
  /** The one service account that may have the role. */
  readonly serviceAccount: ServiceAccount;
  /**
   * How the account gets the role.
   * @default - as `cluster.identity` says
   */
  readonly identity?: Environment["cluster"]["identity"];
  /** What the role may do. Empty: nothing yet. */
  readonly permissions: readonly Statement[];
}

export interface ServiceAccount {
  readonly namespace: string;
  readonly name: string;
}

/** All inline policies of a role together, white space not counted (AWS: IAM quotas). */
const maxPolicyCharacters = 10_240;

/**
 * An AWS role for the pods of one service account: by the cluster's OIDC provider (IRSA), or by EKS Pod Identity
 * and its association, as `cluster.identity` says.
 */
export class WorkloadIdentity extends Construct {
  readonly roleArn: string;

  /** @throws Error if the permissions are more than a role can hold */
  constructor(scope: Construct, id: string, props: WorkloadIdentityProps) {
    super(scope, id);
    const { environment, roleName, description, serviceAccount, permissions } = props;
    const { cluster, iam } = environment;
    const { identity = cluster.identity } = props;
    const role = addressed(
      id,
      new IamRole(this, "role", {
        name: roleName,
        description,
        path: iam.path,
        permissionsBoundary: iam.permissionsBoundaryArn,
        assumeRolePolicy: policyDocument([
          identity === "irsa"
            ? trustServiceAccount(environment, serviceAccount)
            : trustPodIdentity(environment, serviceAccount),
        ]),
      }),
    );
    if (permissions.length > 0) {
      const policy = policyDocument(permissions);
      if (policy.length > maxPolicyCharacters) {
        throw new Error(
          `role ${roleName} needs a policy of ${policy.length} characters; IAM allows ${maxPolicyCharacters}. ` +
            `List fewer ECR repositories`,
        );
      }
      addressed(id, new IamRolePolicy(this, "policy", { name: id, role: role.id, policy }));
    }
    if (identity === "pod-identity") {
      addressed(
        id,
        new EksPodIdentityAssociation(this, "association", {
          clusterName: cluster.name,
          namespace: serviceAccount.namespace,
          serviceAccount: serviceAccount.name,
          roleArn: role.arn,
        }),
      );
    }
    this.roleArn = role.arn;
  }
}

function trustServiceAccount(environment: Environment, { namespace, name }: ServiceAccount): Statement {
  const provider = environment.cluster.oidcProvider;
  if (provider === undefined)
    throw new Error("cluster.oidcProvider must be given while cluster.identity is irsa");
  return {
    Sid: "ServiceAccountOfTheCluster",
    Effect: "Allow",
    Principal: { Federated: iamArn(environment, `oidc-provider/${provider}`) },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${provider}:aud`]: "sts.amazonaws.com",
        [`${provider}:sub`]: `system:serviceaccount:${namespace}:${name}`,
      },
    },
  };
}

/** The session's tags tell which pod asks (AWS: EKS user guide, "Pod Identity role and session tags"). */
function trustPodIdentity(environment: Environment, { namespace, name }: ServiceAccount): Statement {
  return {
    Sid: "PodIdentityOfTheCluster",
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: {
      StringEquals: {
        "aws:SourceAccount": environment.account,
        "aws:RequestTag/kubernetes-namespace": namespace,
        "aws:RequestTag/kubernetes-service-account": name,
      },
      ArnEquals: { "aws:SourceArn": arnOf(environment, "eks", `cluster/${environment.cluster.name}`) },
    },
  };
}
