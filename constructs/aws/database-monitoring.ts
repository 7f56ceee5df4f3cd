import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { type AccountAndRegion, arnOf, awsPolicyArn } from "../../config/arns";
import { addressed } from "../addressed";
import { Role, type RoleProps } from "./role";

export interface DatabaseMonitoringProps extends Pick<RoleProps, "name" | "iam"> {
  readonly location: AccountAndRegion;
  /** Identifier of the database cluster. */
  readonly databaseName: string;
  /** Terraform address of the role. */
  readonly logicalId: string;
}

/** Role with which RDS publishes enhanced monitoring of the archive's instances, and of no other database. */
export class DatabaseMonitoring extends Role {
  /** The role's permissions. RDS uses them while it creates an instance. */
  override readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: DatabaseMonitoringProps) {
    const { location, databaseName, name, iam, logicalId } = props;
    super(scope, id, {
      name,
      description: "Enhanced monitoring of the Argo Workflows archive",
      iam,
      logicalId,
      trust: {
        Sid: "RdsMonitorsTheArchive",
        Effect: "Allow",
        Principal: { Service: "monitoring.rds.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: { "aws:SourceAccount": location.account },
          ArnLike: { "aws:SourceArn": arnOf(location, "rds", `db:${databaseName}-*`) },
        },
      },
      permissions: [],
    });
    const attachment = new IamRolePolicyAttachment(this, "policy", {
      role: this.name,
      policyArn: awsPolicyArn(location, "service-role/AmazonRDSEnhancedMonitoringRole"),
    });
    this.ready = [addressed(logicalId, attachment)];
  }
}
