import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { Role, type RoleProps } from "./role";

export interface ArtifactRoleProps extends Omit<RoleProps, "trust" | "logicalId"> {
  /** ARNs of the roles that may assume this one. */
  readonly trustedRoleArns: readonly string[];
  /** How pods of the trusted roles get their own credentials. */
  readonly identity: Environment["cluster"]["identity"];
  /** The trusted roles: IAM refuses a policy that names a role that doesn't exist. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The only role with rights to the artifacts of a namespace. Argo's pods assume it; no service account has it. */
export class ArtifactRole extends Role {
  constructor(scope: Construct, id: string, { trustedRoleArns, identity, ...role }: ArtifactRoleProps) {
    super(scope, id, {
      ...role,
      trust: {
        Sid: "RolesOfTheNamespace",
        Effect: "Allow",
        Principal: { AWS: trustedRoleArns },
        Action: assumeActions(identity),
      },
    });
  }
}

/**
 * Sessions of Pod Identity pass their tags on to each role that they assume, and need the right to do so (AWS: EKS user
 * guide, "Pod Identity role and session tags").
 */
export function assumeActions(identity: Environment["cluster"]["identity"]): string[] {
  return ["sts:AssumeRole", ...(identity === "pod-identity" ? ["sts:TagSession"] : [])];
}
