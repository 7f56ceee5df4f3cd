import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { addressed } from "../addressed";

export interface DatabaseAccessProps {
  readonly name: string;
  readonly vpcId: string;
  readonly port: number;
  /** Security groups whose members may connect. */
  readonly clientGroupIds: readonly string[];
  /** Terraform address of the group. */
  readonly logicalId: string;
}

/** Security group of a database: opens its port to the given groups. No egress, because a database calls nobody. */
export class DatabaseAccess extends Construct {
  readonly groupId: string;

  constructor(
    scope: Construct,
    id: string,
    { name, vpcId, port, clientGroupIds, logicalId }: DatabaseAccessProps,
  ) {
    super(scope, id);
    const group = addressed(
      logicalId,
      new SecurityGroup(this, "group", {
        name,
        description: "Argo Workflows archive, from the cluster only",
        vpcId,
      }),
    );
    for (const client of clientGroupIds) {
      addressed(
        `${logicalId}-from-${client}`,
        new VpcSecurityGroupIngressRule(this, client, {
          securityGroupId: group.id,
          description: "PostgreSQL from the cluster",
          referencedSecurityGroupId: client,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
        }),
      );
    }
    this.groupId = group.id;
  }
}
