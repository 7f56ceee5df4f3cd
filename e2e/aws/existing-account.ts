import type { Environment } from "../../config/environment";
import type { ExistingAccount } from "../lab/aws-emulator";

/** What an account has before the first apply: everything that its environment file names as existing. */
export function existingAccount({
  account,
  region,
  network,
  cluster,
  deploy,
  iam,
  state,
}: Environment): ExistingAccount {
  const nameOf = (arn: string | undefined) => (arn === undefined ? [] : [arn.split("/").slice(1).join("/")]);
  return {
    account,
    region,
    vpc: network.vpcId,
    subnets: network.databaseSubnetIds,
    securityGroups: cluster.securityGroupIds,
    roles: [deploy.roleArn, deploy.planRoleArn, state.roleArn].flatMap(nameOf),
    policies: nameOf(iam.permissionsBoundaryArn),
    ...(state.bootstrap === "none" && {
      stateBucket: state.bucket,
      ...(state.kmsKeyAlias !== undefined && { stateKeyAlias: state.kmsKeyAlias }),
    }),
  };
}
