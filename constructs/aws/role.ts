import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { addressed } from "../addressed";
import { policyDocument, type Statement } from "./policy-document";

export interface RoleProps {
  /** At most 64 characters. */
  readonly name: string;
  readonly description: string;
  /** Your organization's path and permissions boundary for roles. */
  readonly iam: Environment["iam"];
  /** Who may assume the role. */
  readonly trust: Statement;
  /** What the role may do in its inline policy. */
  readonly permissions: readonly Statement[];
  /**
   * Terraform address of the role and its policy.
   * @default the construct's id
   */
  readonly logicalId?: string;
  /** @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Maximum size of all inline policies of a role, without white space (AWS: IAM quotas). */
const maxPolicyCharacters = 10_240;

/** An IAM role with at most one inline policy. */
export class Role extends Construct {
  readonly name: string;
  readonly arn: string;
  readonly ready: readonly ITerraformDependable[];

  /** @throws Error if the permissions don't fit into a role */
  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const { name, description, iam, trust, permissions, logicalId = id, dependsOn } = props;
    const role = addressed(
      logicalId,
      new IamRole(this, "role", {
        name,
        description,
        path: iam.path,
        permissionsBoundary: iam.permissionsBoundaryArn,
        assumeRolePolicy: policyDocument([trust]),
        ...(dependsOn && { dependsOn: [...dependsOn] }),
      }),
    );
    this.name = role.name;
    this.arn = role.arn;
    this.ready = [role];
    // IAM refuses an empty policy.
    if (permissions.length === 0) return;
    const policy = policyDocument(permissions);
    if (policy.length > maxPolicyCharacters) {
      throw new Error(
        `role ${name} needs a policy of ${policy.length} characters; IAM allows ${maxPolicyCharacters}. ` +
          `List fewer ECR repositories`,
      );
    }
    addressed(logicalId, new IamRolePolicy(this, "policy", { name: logicalId, role: role.id, policy }));
  }
}
