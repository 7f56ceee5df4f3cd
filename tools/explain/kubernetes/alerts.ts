import { block, blocks, type Change, text } from "../change";
import { changed, type Explainer, finding } from "../estate";
import { type Finding, say, type Sentence } from "../sentence";
import { type KubernetesObject, pairs } from "./objects";

/** What nobody is told of any more, or at another time: alerts that are gone, less urgent or judged otherwise, and alarms. */
export const alerts: Explainer = (estate) => [
  ...pairs(estate.before, estate.after, "PrometheusRule").flatMap(
    ({ before: old, after: now, any }): Finding[] => {
      const kept = rulesOf(now);
      return [...rulesOf(old)].flatMap(([name, before]) => {
        const after = kept.get(name);
        const check = (sentence: Sentence) => finding("check", "Settings", any, sentence);
        if (after === undefined) {
          return [
            check(
              before.isAlert
                ? say`Nobody is told of alert ${name} any more.`
                : say`Alerts no longer know series ${name}.`,
            ),
          ];
        }
        return [
          ...(after.severity === before.severity
            ? []
            : [check(say`The urgency of alert ${name} is ${after.severity} (before: ${before.severity}).`)]),
          ...(after.condition === before.condition
            ? []
            : [check(say`The condition of rule ${name} changes. See below.`)]),
        ];
      });
    },
  ),
  ...changed(estate, "aws_cloudwatch_metric_alarm").flatMap(weaker),
];

interface Rule {
  readonly isAlert: boolean;
  readonly severity: string;
  /** Expression and time. */
  readonly condition: string;
}

/** The rules of a PrometheusRule by name: alerts, and what others record, which has labels too. */
function rulesOf(object: KubernetesObject | undefined): ReadonlyMap<string, Rule> {
  const found = new Map<string, Rule>();
  for (const rule of blocks(block(object?.body.spec).groups).flatMap((group) => blocks(group.rules))) {
    const labels = block(rule.labels);
    const severity = text(labels.severity) ?? "nobody";
    const condition = JSON.stringify([rule.expr, rule.for]);
    const [alert, series] = [text(rule.alert), text(rule.record)];
    if (alert !== undefined) found.set(alert, { isAlert: true, severity, condition });
    else if (series !== undefined) {
      const which = Object.entries(labels).map(([label, value]) => `${label}="${text(value) ?? ""}"`);
      found.set(`${series}{${which.join(",")}}`, { isAlert: false, severity, condition });
    }
  }
  return found;
}

/** What decides when an alarm begins. */
const conditions = ["threshold", "comparison_operator", "period", "evaluation_periods", "treat_missing_data"];

function weaker(change: Change): Finding[] {
  const { before, after } = change;
  if (before === undefined || after === undefined) return [];
  const name = text(after.alarm_name) ?? change.name;
  const differs = (key: string) => JSON.stringify(before[key]) !== JSON.stringify(after[key]);
  const check = (sentence: Sentence) => finding("check", "Settings", change, sentence);
  return [
    ...(differs("alarm_actions") ? [check(say`Another topic is told of alarm ${name}.`)] : []),
    ...(conditions.some(differs) ? [check(say`The condition of alarm ${name} changes. See below.`)] : []),
  ];
}
