import { type AlertRule, alertRules, isAlert, type RuleGroup } from "../../config/alert-rules";
import { loadEnvironments } from "../../config/load";
import { repositoryPath } from "../../config/repository";
import { monitoredFacts } from "../../constructs/argo/monitored-facts";
import { type AlertCase, type AlertTest, alertTests } from "./alert-tests";

/** What promtool reads: the rules of an environment, and a file for each case, by the name of the file. */
export interface PromtoolFiles {
  readonly rules: { readonly groups: readonly RuleGroup[] };
  readonly tests: Readonly<Record<string, object>>;
}

/** Name of the file with the rules; the tests name it. */
export const rulesFile = "rules.json";

/** The rules that the environment of the tests gets, and promtool's form of its tests. */
export function promtoolFiles(): PromtoolFiles {
  const [environment] = loadEnvironments(repositoryPath("monitoring", "tests", "environment"));
  if (environment === undefined) throw new Error("monitoring/tests/environment has no environment");
  const facts = { name: "environment", rules: monitoredFacts(environment) };
  const groups = [facts, ...alertRules(environment.monitoring.runbookUrl).flatMap((file) => file.groups)];
  const alerts = groups.flatMap(({ rules }) => rules.filter(isAlert));
  const tests = alertTests().flatMap((test) => {
    const rule = alerts.find(({ alert }) => alert === test.alert);
    if (rule === undefined) throw new Error(`monitoring/tests: there is no alert ${test.alert}`);
    return casesOf(test, rule).map(
      ([name, one, expected]) => [name, testFile(groups, rule, one, expected)] as const,
    );
  });
  return { rules: { groups }, tests: Object.fromEntries(tests) };
}

function casesOf({ alert, fires, quiet }: AlertTest, rule: AlertRule): [string, AlertCase, object[]][] {
  return [
    [`${alert}-fires.json`, fires, [expectedAlert(rule, fires)]],
    ...(quiet ? ([[`${alert}-quiet.json`, quiet, []]] as [string, AlertCase, object[]][]) : []),
  ];
}

function expectedAlert(rule: AlertRule, { labels, summary }: AlertCase): object {
  return {
    exp_labels: { ...rule.labels, ...labels },
    exp_annotations: { ...rule.annotations, ...(summary !== undefined && { summary }) },
  };
}

/** Groups are evaluated in this order, so that a rule reads what another one has just recorded. */
function testFile(
  groups: readonly RuleGroup[],
  { alert }: AlertRule,
  { at, every = "1m", series }: AlertCase,
  expected: readonly object[],
): object {
  return {
    rule_files: [rulesFile],
    evaluation_interval: every,
    group_eval_order: groups.map(({ name }) => name),
    tests: [
      {
        interval: every,
        input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
        alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: expected }],
      },
    ],
  };
}
