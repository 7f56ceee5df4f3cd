import type { RecordingRule } from "../../config/alert-rules";
import { needsSecrets } from "../../config/control-plane-secrets";
import type { Environment, Team } from "../../config/environment";
import { type GuardPolicyName, guardPolicyName } from "../../config/guard-policies";
import { longestGap } from "../../config/values/cron";

export type MonitoredEnvironment = Pick<Environment, "archive" | "guard" | "login" | "teams">;

/** A schedule that runs less often than this isn't watched: Prometheus would have to keep its last run for longer. */
const longestWatched = 7 * 86_400;

/**
 * What the alerts must know of the environment file, as series of their own: Argo's metrics name no team, and Prometheus
 * knows no schedule. The value of each series is a number, or 1 if the labels say everything.
 */
export function monitoredFacts({ archive, guard, login, teams }: MonitoredEnvironment): RecordingRule[] {
  return [
    ...teams.flatMap(factsOf),
    ...Object.entries(guard)
      .filter(([, mode]) => mode === "audit")
      .map(([policy]) =>
        fact("argo:guard_policy_in_audit", 1, { policy: guardPolicyName(policy as GuardPolicyName) }),
      ),
    ...(needsSecrets({ archive, login }) || teams.some(hasSecrets)
      ? [fact("argo:external_secrets_expected", 1)]
      : []),
  ];
}

const hasSecrets = ({ secrets, githubApp }: Pick<Team, "secrets" | "githubApp">): boolean =>
  secrets.length > 0 || githubApp !== undefined;

function factsOf({ name: team, namespace, slo, schedules }: Team): RecordingRule[] {
  const labels = { namespace, team };
  const gaps = Object.entries(schedules).flatMap(([name, { crons, suspend }]) => {
    const gap = longestGap(crons);
    if (suspend || gap === undefined || gap > longestWatched) return [];
    return [fact("argo:schedule_gap_seconds", gap, { ...labels, name })];
  });
  return [
    fact("argo:team_info", 1, labels),
    ...(slo?.success === undefined
      ? []
      : [fact("argo:slo_failure_budget", (100 - slo.success) / 100, labels)]),
    ...(slo?.startWithin === undefined
      ? []
      : [fact("argo:slo_start_seconds", Number.parseInt(slo.startWithin, 10) * 60, labels)]),
    ...gaps,
  ];
}

function fact(record: string, value: number, labels?: Readonly<Record<string, string>>): RecordingRule {
  return { record, expr: `vector(${value})`, ...(labels && { labels }) };
}
