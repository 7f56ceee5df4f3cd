import { isDeployer } from "./callers";
import type { Policy } from "./policy";

const roleArn = "eks.amazonaws.com/role-arn";

/** Deploy steps give no service account an AWS role. */
export function deployedAccounts(targets: readonly string[]): Policy {
  return {
    name: "deployed-accounts",
    namespaces: targets,
    resources: [{ apiGroups: [""], resources: ["serviceaccounts"], operations: ["CREATE", "UPDATE"] }],
    conditions: [isDeployer],
    variables: [
      {
        name: "role",
        expression: `dyn(object).metadata.?annotations['${roleArn}'].orValue('')`,
      },
      {
        name: "before",
        expression: `request.operation == 'UPDATE' ? dyn(oldObject).metadata.?annotations['${roleArn}'].orValue('') : ''`,
      },
    ],
    validations: [
      {
        expression: "variables.role == '' || variables.role == variables.before",
        message: `A deploy step may not give a service account an AWS role. Ask the platform to set the annotation ${roleArn}.`,
      },
    ],
  };
}
