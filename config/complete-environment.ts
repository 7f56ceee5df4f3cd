import { byCodeUnit } from "./code-unit-order";
import type { Environment, EnvironmentFile } from "./environment";
import { guardPolicies } from "./guard-policies";
import { statePrefix, teamNamespace } from "./naming";
import { containerSizesOf } from "./values/container-sizes";
import { partitionOf } from "./values/partition";

/**
 * Makes an environment from its file: sorts the teams, and sets the defaults that depend on other fields.
 * @param name name of the file without `.yaml`
 */
export function completeEnvironment(name: string, file: EnvironmentFile): Environment {
  const teams = Object.entries(file.teams)
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([team, entry]) => ({
      ...entry,
      name: team,
      namespace: teamNamespace(team, entry),
      containers: containerSizesOf(entry),
    }));
  const state = {
    ...file.state,
    region: file.state.region ?? file.region,
    account: file.state.account ?? file.account,
    keyPrefix: statePrefix(name, file.state),
  };
  const workflows = {
    ...file.workflows,
    // People can experiment before production, but in production they run only reviewed templates.
    templateReferencing:
      file.workflows.templateReferencing ?? (name === "production" ? ("Strict" as const) : ("none" as const)),
  };
  return {
    ...file,
    name,
    partition: partitionOf(file.region),
    state,
    workflows,
    guard: guardModes(file),
    teams,
  };
}

function guardModes({ guard }: EnvironmentFile): Environment["guard"] {
  const modes = guardPolicies.map((policy) => [policy, guard.policies[policy] ?? guard.mode]);
  return Object.fromEntries(modes) as Environment["guard"];
}
