import type { Environment } from "../../../config/environment";
import { roleArn, roleNames, serviceAccounts } from "../../../config/naming";
import type { Lab } from "../../lab/lab";

/**
 * Lets deploy steps write their logs. Argo archives the log of every pod, as the pod's own service account, and ours for
 * deploy steps has no AWS role: without one each of them ends with "failed to create new S3 client" after its work.
 */
export async function giveDeployersTheTeamsRole(
  { api, aws, issuer }: Lab,
  environment: Environment,
): Promise<void> {
  const provider = issuer.replace("https://", "");
  for (const { namespace } of environment.teams) {
    const role = roleNames.executor(environment.name, namespace);
    const accounts = [serviceAccounts.workflow, serviceAccounts.deployer];
    await aws.iam("UpdateAssumeRolePolicy", {
      RoleName: role,
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Federated: `arn:aws:iam::${environment.account}:oidc-provider/${provider}` },
            Action: "sts:AssumeRoleWithWebIdentity",
            Condition: {
              StringEquals: {
                [`${provider}:aud`]: "sts.amazonaws.com",
                [`${provider}:sub`]: accounts.map((name) => `system:serviceaccount:${namespace}:${name}`),
              },
            },
          },
        ],
      }),
    });
    await api.patch(`/api/v1/namespaces/${namespace}/serviceaccounts/${serviceAccounts.deployer}`, {
      metadata: { annotations: { "eks.amazonaws.com/role-arn": roleArn(environment, role) } },
    });
  }
}
