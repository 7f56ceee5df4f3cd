import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { arnOf, awsPolicyArn, databaseName, roleNames } from "../../config/naming";
import { addressed } from "../addressed";
import { policyDocument } from "./policy-document";

export interface DatabaseMonitoringProps {
  readonly environment: Environment;
  /** Terraform address of the role. */
  readonly logicalId: string;
}

/** Role by which RDS publishes enhanced monitoring of the archive's instances, and of nothing else. */
export class DatabaseMonitoring extends Construct {
  readonly roleArn: string;
  /** Done when the role may do its work; RDS tries it while it makes an instance. */
  readonly attached: ITerraformDependable;

  constructor(scope: Construct, id: string, { environment, logicalId }: DatabaseMonitoringProps) {
    super(scope, id);
    const { name, account, iam } = environment;
    const role = addressed(
      logicalId,
      new IamRole(this, "role", {
        name: roleNames.databaseMonitoring(name),
        description: "Enhanced monitoring of the Argo Workflows archive",
        path: iam.path,
        permissionsBoundary: iam.permissionsBoundaryArn,
        assumeRolePolicy: policyDocument([
          {
            Sid: "RdsMonitorsTheArchive",
            Effect: "Allow",
            Principal: { Service: "monitoring.rds.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              StringEquals: { "aws:SourceAccount": account },
              ArnLike: { "aws:SourceArn": arnOf(environment, "rds", `db:${databaseName(name)}-*`) },
            },
          },
        ]),
      }),
    );
    this.attached = addressed(
      logicalId,
      new IamRolePolicyAttachment(this, "policy", {
        role: role.name,
        policyArn: awsPolicyArn(environment, "service-role/AmazonRDSEnhancedMonitoringRole"),
      }),
    );
    this.roleArn = role.arn;
  }
}
