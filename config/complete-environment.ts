import { byCodeUnit } from "./code-unit-order";
import type { Environment, EnvironmentFile } from "./environment";
import { statePrefix, teamNamespace } from "./naming";
import { containerSizesOf } from "./values/container-sizes";
import { partitionOf } from "./values/partition";

/**
 * An environment from its file: sorts the teams, and fills in the defaults that depend on more than their own field.
 * @param name the file's name without `.yaml`
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
    // People experiment before production, and run only reviewed templates in it.
    templateReferencing:
      file.workflows.templateReferencing ?? (name === "production" ? ("Strict" as const) : ("none" as const)),
  };
  return { ...file, name, partition: partitionOf(file.region), state, workflows, teams };
}
