import { alertRules } from "../../../config/alert-rules";
import { promtoolFiles } from "../../../e2e/monitoring/promtool-files";

describe("promtoolFiles", () => {
  const { rules, tests } = promtoolFiles();

  it("have the delivered rules, after what they know of the environment", () =>
    expect(rules.groups.map(({ name }) => name)).toEqual([
      "environment",
      ...alertRules().flatMap(({ groups }) => groups.map(({ name }) => name)),
    ]));

  it("have a file for each case, with all that somebody is told", () => {
    expect(tests["ArgoTwoLeaders-fires.json"]).toEqual({
      rule_files: ["rules.json"],
      evaluation_interval: "1m",
      group_eval_order: rules.groups.map(({ name }) => name),
      tests: [
        {
          interval: "1m",
          input_series: [
            { series: 'argo_workflows_is_leader{namespace="argo",pod="a"}', values: "1x10" },
            { series: 'argo_workflows_is_leader{namespace="argo",pod="b"}', values: "1x10" },
          ],
          alert_rule_test: [
            {
              eval_time: "6m",
              alertname: "ArgoTwoLeaders",
              exp_alerts: [
                {
                  exp_labels: { severity: "page" },
                  exp_annotations: {
                    summary: "2 workflow controllers have been leaders for 5 minutes. Steps can run twice.",
                    source: "controller",
                    runbook_url:
                      "https://git.example.com/platform/argo/blob/main/docs/runbooks/control-plane.md#argotwoleaders",
                  },
                },
              ],
            },
          ],
        },
      ],
    });
    expect(tests["ArgoTwoLeaders-quiet.json"]).toMatchObject({
      tests: [{ alert_rule_test: [{ exp_alerts: [] }] }],
    });
  });

  it("keep samples that look like numbers as text", () =>
    expect(tests["ArgoNoLeader-fires.json"]).toMatchObject({
      tests: [{ input_series: [{ values: "0x10" }] }],
    }));
});
