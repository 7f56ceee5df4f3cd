import type { Policy } from "../../audit/policy";
import type { Environment } from "../../config/environment";
import { readDeployed } from "../../tools/deploy-policy/deployed";
import { deployPolicy, type Purpose } from "../../tools/deploy-policy/policy";
import { readStacks } from "../../tools/generators/synthesized-stacks";
import { AwsEmulator, emulatedAccount } from "../lab/aws-emulator";
import type { SuiteRun } from "../shared/frame";
import type { AwsRun } from "./aws-run";
import { existingAccount } from "./existing-account";
import type { Project } from "./project";

const roleName = (arn: string): string => arn.split("/").slice(1).join("/");

/** Services whose requests the emulator judges with their resource; for all others it only knows the action. */
const withResource = /^(s3|sts):/;

/**
 * The same run with another emulator, which refuses what no policy allows: the roles of the environment have exactly
 * the policies that `npm run deploy-policy` prints, as far as the emulator can judge them.
 */
export async function startEnforcedRun(
  run: SuiteRun,
  aws: AwsRun,
  project: Project,
  environment: Environment,
): Promise<AwsRun> {
  const emulator = await AwsEmulator.start(run);
  await emulator.exist([existingAccount(environment)]);
  const deployed = readDeployed(environment.name, readStacks(`${project.directory}/cdktf.out`));
  const roles: [string | undefined, Purpose][] = [
    [environment.deploy.roleArn, "deploy"],
    [environment.deploy.planRoleArn, "plan"],
    [environment.state.roleArn, "state"],
  ];
  for (const [arn, purpose] of roles) {
    if (arn === undefined) throw new Error(`${environment.name} has no role to ${purpose}`);
    await emulator.call(environment, "iam", "put_role_policy", {
      RoleName: roleName(arn),
      PolicyName: purpose,
      PolicyDocument: JSON.stringify(asJudged(deployPolicy(deployed, purpose))),
    });
  }
  const key = await pipelineKey(emulator, environment.region);
  await emulator.enforceIam(true);
  const env = { ...aws.terraform.env, ...emulator.variables, ...key };
  return { ...aws, emulator, terraform: { ...aws.terraform, env } };
}

/** A user of another account who can only assume roles, as Atlantis can. */
async function pipelineKey(emulator: AwsEmulator, region: string): Promise<Record<string, string>> {
  const account = { account: emulatedAccount, region };
  const user = { UserName: "pipeline" };
  const assume = { Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" };
  await emulator.call(account, "iam", "create_user", user);
  await emulator.call(account, "iam", "put_user_policy", {
    ...user,
    PolicyName: "assume",
    PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [assume] }),
  });
  const { AccessKey } = (await emulator.call(account, "iam", "create_access_key", user)) as {
    AccessKey: { AccessKeyId: string; SecretAccessKey: string };
  };
  return { AWS_ACCESS_KEY_ID: AccessKey.AccessKeyId, AWS_SECRET_ACCESS_KEY: AccessKey.SecretAccessKey };
}

/**
 * The policy as the emulator can judge it: it knows the resource of few requests, and no tags. The unit tests judge
 * resources and conditions with a simulator.
 */
function asJudged({ Version, Statement }: Policy): Policy {
  return {
    Version,
    Statement: Statement.map(({ Sid, Effect, Action, Resource }) => {
      const known = [Action].flat().every((action) => withResource.test(action));
      return {
        ...(Sid !== undefined && { Sid }),
        Effect,
        Action,
        Resource: known && Resource ? Resource : "*",
      };
    }),
  };
}
