import { readDeployed } from "./deploy-policy/deployed";
import { deployPolicy, type Purpose } from "./deploy-policy/policy";
import { readStacks } from "./generators/synthesized-stacks";

const usage = `usage: npm run --silent deploy-policy -- <environment> [--plan | --state]
  prints the IAM policy of the role that deploys the environment (deploy.roleArn),
  --plan   of the role that only plans it (deploy.planRoleArn),
  --state  of the role that reads and writes its state (state.roleArn)`;

const purposes: Readonly<Record<string, Purpose>> = { "--plan": "plan", "--state": "state" };

/**
 * `npm run deploy-policy`: prints what Terraform needs in AWS for one environment, from `cdktf.out`. Exit code 1 if the
 * environment has no synthesized stack, 2 for wrong arguments.
 */
function main(args: readonly string[]): number {
  const [environment, option, ...others] = args;
  const purpose = option === undefined ? "deploy" : purposes[option];
  if (
    environment === undefined ||
    environment.startsWith("-") ||
    purpose === undefined ||
    others.length > 0
  ) {
    console.error(usage);
    return 2;
  }
  try {
    const deployed = readDeployed(environment, readStacks("cdktf.out"));
    console.log(JSON.stringify(deployPolicy(deployed, purpose), null, 2));
    return 0;
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
}

process.exitCode = main(process.argv.slice(2));
