import { manifestsOf } from "../../fixtures/releases";
import { addresses, environment, resource, stackOf } from "../../fixtures/synthesis";

const monitoring = {
  serviceMonitor: true,
  rules: true,
  // The second one is ours.
  ruleLabels: { release: "prometheus", "app.kubernetes.io/managed-by": "somebody" },
  runbookUrl: "https://git.example.com/runbooks/",
};
const one = environment({
  monitoring,
  guard: { policies: { images: "audit" } },
  workflows: { clusterTemplates: ["report"] },
  teams: {
    shop: {
      slo: { success: 99, startWithin: "2m" },
      schedules: {
        nightly: { crons: ["0 3 * * *"], template: "report" },
        monthly: { crons: ["0 3 1 * *"], template: "report" },
        stopped: { crons: ["0 3 * * *"], template: "report", suspend: true },
      },
    },
    other: { secrets: ["reports-api"] },
  },
});

interface Group {
  readonly rules: readonly Record<string, unknown>[];
}

const objects = () => manifestsOf(stackOf(one, "workflows"), "argo-rules");
const rulesOf = (name: string) =>
  objects()
    .filter(({ metadata }) => metadata.name === name)
    .flatMap(({ spec }) => (spec as { groups: Group[] }).groups)
    .flatMap(({ rules }) => rules);

describe("MonitoringRules", () => {
  it("are off by default", () =>
    expect(addresses(stackOf(environment(), "workflows"))).not.toContain("helm_release.argo-rules"));

  it("are PrometheusRules in argo with the labels by which Prometheus selects them", () => {
    expect(objects().map(({ metadata }) => metadata.name)).toEqual([
      "argo-environment",
      "argo-archive",
      "argo-artifacts",
      "argo-control-plane",
      "argo-guard",
      "argo-schedules",
      "argo-secrets",
      "argo-slo",
      "argo-workflows",
    ]);
    for (const object of objects())
      expect(object).toMatchObject({
        apiVersion: "monitoring.coreos.com/v1",
        kind: "PrometheusRule",
        metadata: {
          namespace: "argo",
          labels: { release: "prometheus", "app.kubernetes.io/managed-by": "terraform" },
        },
      });
  });

  it("record what the alerts must know of the environment file", () => {
    const shop = { namespace: "team-shop", team: "shop" };
    expect(rulesOf("argo-environment")).toEqual([
      { record: "argo:team_info", expr: "vector(1)", labels: { namespace: "team-other", team: "other" } },
      { record: "argo:team_info", expr: "vector(1)", labels: shop },
      { record: "argo:slo_failure_budget", expr: "vector(0.01)", labels: shop },
      { record: "argo:slo_start_seconds", expr: "vector(120)", labels: shop },
      { record: "argo:schedule_gap_seconds", expr: "vector(86400)", labels: { ...shop, name: "nightly" } },
      {
        record: "argo:guard_policy_in_audit",
        expr: "vector(1)",
        labels: { policy: "argo-guard-images" },
      },
      { record: "argo:external_secrets_expected", expr: "vector(1)" },
    ]);
  });

  it("link each alert to its runbook", () => {
    const alerts = objects()
      .flatMap(({ metadata }) => rulesOf(metadata.name))
      .filter((rule) => "alert" in rule);
    expect(alerts.length).toBeGreaterThan(24);
    for (const { annotations } of alerts)
      expect(annotations).toMatchObject({
        runbook_url: expect.stringMatching(
          /^https:\/\/git\.example\.com\/runbooks\/[a-z-]+\.md#[a-z]+$/,
        ) as string,
      });
  });

  it("expect External Secrets for the secrets of Argo itself, and not without any", () => {
    const records = (changes: Record<string, unknown>) =>
      JSON.stringify(
        manifestsOf(stackOf(environment({ monitoring, ...changes }), "workflows"), "argo-rules"),
      );
    const expected = '"record":"argo:external_secrets_expected"';
    expect(records({ archive: { enabled: true } })).toContain(expected);
    const githubApp = { appId: "1", installationId: "1", repositories: ["api"] };
    expect(records({ teams: { data: { githubApp } } })).toContain(expected);
    expect(records({})).not.toContain(expected);
  });

  it("leave the numbers of a summary to Prometheus", () =>
    expect(rulesOf("argo-control-plane")).toContainEqual(
      expect.objectContaining({
        alert: "ArgoTwoLeaders",
        annotations: expect.objectContaining({
          summary: expect.stringContaining('{{ printf "%.0f" $value }}') as string,
        }) as object,
      }),
    ));

  it("let the ServiceMonitor keep the namespace of a workflow", () => {
    const values = (changes: Record<string, unknown>) =>
      JSON.stringify(resource(stackOf(environment(changes), "workflows"), "helm_release", "argo-workflows"));
    expect(values({ monitoring })).toContain("honorLabels: true");
    expect(values({})).not.toContain("honorLabels");
  });
});
