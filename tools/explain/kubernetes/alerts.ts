import { block, blocks, type Change, text } from "../change";
import { changed, type Explainer, finding } from "../estate";
import { type Finding, say } from "../sentence";
import { type KubernetesObject, pairs } from "./objects";

/** What nobody is told of any more: alerts that are gone or less urgent, and alarms with another topic. */
export const alerts: Explainer = (estate) => [
  ...pairs(estate.before, estate.after, "PrometheusRule").flatMap(
    ({ before: old, after: now, any }): Finding[] => {
      const kept = severities(now);
      return [...severities(old)].flatMap(([alert, severity]) => {
        const next = kept.get(alert);
        if (next === undefined)
          return [finding("check", "Settings", any, say`Nobody is told of alert ${alert} any more.`)];
        if (next === severity) return [];
        return [
          finding(
            "check",
            "Settings",
            any,
            say`The urgency of alert ${alert} is ${next} (before: ${severity}).`,
          ),
        ];
      });
    },
  ),
  ...changed(estate, "aws_cloudwatch_metric_alarm").flatMap(otherTopic),
];

/** The severity of each alert of a PrometheusRule. */
function severities(object: KubernetesObject | undefined): ReadonlyMap<string, string> {
  const rules = blocks(block(object?.body.spec).groups).flatMap((group) => blocks(group.rules));
  return new Map(
    rules.flatMap((rule) => {
      const alert = text(rule.alert);
      return alert === undefined ? [] : [[alert, text(block(rule.labels).severity) ?? "nobody"] as const];
    }),
  );
}

function otherTopic(change: Change): Finding[] {
  const { before, after } = change;
  if (before === undefined || after === undefined) return [];
  const [old, now] = [before, after].map((alarm) => JSON.stringify(alarm.alarm_actions));
  if (old === now) return [];
  return [
    finding(
      "check",
      "Settings",
      change,
      say`Another topic is told of alarm ${text(after.alarm_name) ?? change.name}.`,
    ),
  ];
}
