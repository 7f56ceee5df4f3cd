import { statePrefix } from "./aws-naming";
import { byCodeUnit } from "./code-unit-order";
import type { Environment, EnvironmentFile } from "./environment";
import { guardPolicies } from "./guard-policies";
import { teamNamespace } from "./naming";
import { usualBurst } from "./values/burst";
import { containerSizesOf, diskSizesOf } from "./values/container-sizes";
import { deployTarget } from "./values/deploy-target";
import { partitionOf } from "./values/partition";
import { mebibytes, shortestBytes } from "./values/quantity";

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
      trustedRevisions: sorted(entry.trustedRevisions),
      extraStatements: entry.extraStatements.map(({ Condition, ...statement }) => ({
        ...statement,
        ...(Condition && { Condition: mapSorted(Condition, sorted) }),
      })),
      egress: entry.egress.map(withSortedLabels),
      namespace: teamNamespace(team, entry),
      quota: { ...entry.quota, memoryLimits: entry.quota.memoryLimits ?? fourTimes(entry.quota.memory) },
      signing: {
        ...entry.signing,
        enabled: entry.signing.enabled ?? entry.repositories.length > 0,
        trusts: sorted(entry.signing.trusts),
      },
      containers: { ...containerSizesOf(entry), ephemeralStorage: diskSizesOf(entry) },
      scheduling: {
        ...entry.scheduling,
        ...(entry.scheduling.nodeSelector && { nodeSelector: sorted(entry.scheduling.nodeSelector) }),
      },
      deployTo: entry.deployTo.map((each) => deployTarget(each, file.targets)),
      schedules: mapSorted(entry.schedules, (schedule) => ({
        ...schedule,
        parameters: sorted(schedule.parameters),
      })),
    }));
  const state = {
    ...file.state,
    region: file.state.region ?? file.region,
    account: file.state.account ?? file.account,
    keyPrefix: statePrefix(name, file.state),
  };
  const { namespaceParallelism } = file.controller;
  const all = teams.reduce((sum, { parallelism = namespaceParallelism }) => sum + parallelism, 0);
  const controller = {
    ...file.controller,
    parallelism: file.controller.parallelism ?? Math.max(all, namespaceParallelism),
    burst: file.controller.burst ?? usualBurst(file.controller.qps),
  };
  const { scheduling, monitoring, images, ingress, network, argo } = file;
  return {
    ...file,
    tags: sorted(file.tags),
    scheduling: {
      ...scheduling,
      nodeSelector: sorted(scheduling.nodeSelector),
      workflowNodeSelector: sorted(scheduling.workflowNodeSelector),
    },
    // What goes through the proxy needs no way of its own.
    network: { ...network, ...(network.proxy && { egressCidrs: network.egressCidrs ?? [] }) },
    ingress: { ...ingress, from: ingress.from.map(withSortedLabels) },
    argo: {
      ...argo,
      values: {
        ...argo.values,
        controller: withSortedLabels(argo.values.controller),
        server: withSortedLabels(argo.values.server),
      },
    },
    images: { ...images, registries: sorted(images.registries) },
    monitoring: {
      ...monitoring,
      serviceMonitorLabels: sorted(monitoring.serviceMonitorLabels),
      ruleLabels: sorted(monitoring.ruleLabels),
    },
    name,
    partition: partitionOf(file.region),
    state,
    controller,
    guard: guardModes(file),
    teams,
  };
}

/** A map in one order, whatever its order in the file: the same environment gives the same bytes. */
function sorted<Value>(map: Readonly<Record<string, Value>>): Record<string, Value> {
  return mapSorted(map, (value) => value);
}

function withSortedLabels<Entry extends { podLabels?: Record<string, string> | undefined }>(
  entry: Entry,
): Entry {
  return { ...entry, ...(entry.podLabels && { podLabels: sorted(entry.podLabels) }) };
}

function mapSorted<From, To>(map: Readonly<Record<string, From>>, change: (value: From) => To) {
  const entries = Object.entries(map).sort(([a], [b]) => byCodeUnit(a, b));
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value)] as const));
}

/** Limits can be more than requests: not every container takes its limit at the same time. */
function fourTimes(quantity: string): string {
  return shortestBytes(`${mebibytes(quantity) * 4}Mi`);
}

function guardModes({ guard }: EnvironmentFile): Environment["guard"] {
  const modes = guardPolicies.map((policy) => [policy, guard.policies[policy] ?? guard.mode]);
  return Object.fromEntries(modes) as Environment["guard"];
}
