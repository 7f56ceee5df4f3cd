import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { alertRules, isAlert, type Rule } from "../../config/alert-rules";
import { monitoredFacts } from "../../constructs/argo/monitored-facts";
import { databaseAlarms } from "../../constructs/aws/database-alarms";
import { alertTests } from "../../e2e/monitoring/alert-tests";
import { selectorsOf, unbalanced } from "../fixtures/promql";
import { environment } from "../fixtures/synthesis";

interface Metric {
  readonly name: string;
  readonly from: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  readonly source: string;
}

const { metrics, versions } = parse(readFileSync("monitoring/metrics.yaml", "utf8")) as {
  readonly metrics: readonly Metric[];
  readonly versions: Readonly<Record<string, string>>;
};
const rules: readonly Rule[] = alertRules().flatMap(({ groups }) => groups.flatMap((group) => group.rules));
const alerts = rules.filter(isAlert);
const names = alerts.map(({ alert }) => alert);

/** What the environment file can make the rules know. */
const facts = monitoredFacts(
  environment({
    archive: { enabled: true },
    guard: { mode: "audit" },
    monitoring: { serviceMonitor: true, rules: true, runbookUrl: "https://git.example.com/runbooks" },
    workflows: { clusterTemplates: ["report"] },
    teams: {
      shop: {
        slo: { success: 99, startWithin: "2m" },
        schedules: { nightly: { crons: ["0 3 * * *"], template: "report" } },
      },
    },
  }),
);
const recorded = new Set([...rules, ...facts].flatMap((rule) => ("record" in rule ? [rule.record] : [])));
const selectors = rules.flatMap(({ expr }) => selectorsOf(expr));
/** A metric as the rules name it: a histogram has its buckets. */
const nameOf = ({ name, type }: Metric) => (type === "histogram" ? `${name}_bucket` : name);

describe("the alert rules", () => {
  it("are about as many as a person wants to be told of, each with a name of its own", () => {
    expect(names.length).toBeGreaterThanOrEqual(25);
    expect(names.length).toBeLessThanOrEqual(35);
    expect(new Set(names).size).toBe(names.length);
    const groups = alertRules().flatMap((file) => file.groups.map(({ name }) => name));
    expect(new Set(groups).size).toBe(groups.length);
  });

  it.each(alerts.map((rule) => [rule.alert, rule] as const))(
    "%s says how urgent it is, what happens, and where it is seen",
    (name, { labels, annotations }) => {
      expect(name).toMatch(/^Argo[A-Z][A-Za-z]+$/);
      expect(Object.keys(labels)).toEqual(["severity"]);
      expect(labels.severity).toMatch(name === "ArgoWatchdog" ? /^none$/ : /^(page|day)$/);
      expect(annotations.summary).toMatch(/[.]$/);
      for (const source of annotations.source.split(", "))
        expect([...Object.keys(versions), "Prometheus", "environment file"]).toContain(source);
    },
  );

  it("say no text that a team chooses", () => {
    const named = alerts.flatMap(({ annotations }) =>
      [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label),
    );
    // Names from the environment file, of programs and of kinds. A schedule is the platform's; Kubernetes names have no
    // markup.
    const plain = ["team", "policy", "container", "pod", "name", "cause", "resource"];
    expect(named.filter((label) => !plain.includes(label ?? ""))).toEqual([]);
  });

  it.each(rules.map((rule) => ["alert" in rule ? rule.alert : rule.record, rule.expr] as const))(
    "%s closes what it opens",
    (_, expr) => expect(unbalanced(expr)).toBeUndefined(),
  );
});

describe("the runbooks", () => {
  const pages = readdirSync("docs/runbooks").map((page) => {
    const text = readFileSync(join("docs/runbooks", page), "utf8");
    const sections = text.split(/^## /m).slice(1);
    return sections.map((section) => {
      const [heading = ""] = section.split("\n");
      return { page, heading, section };
    });
  });
  const sections = pages.flat();

  it("have a section for each alert, and no section of an alert that is gone", () => {
    const linked = alerts.map(({ annotations }) => annotations.runbook_url).sort();
    const there = sections
      .filter(({ heading }) => heading.startsWith("Argo"))
      .map(({ page, heading }) => `<runbooks>/${page}#${heading.toLowerCase()}`);
    expect(linked).toEqual(there.sort());
    expect(sections.flatMap(({ heading }) => (heading.startsWith("Argo") ? [heading] : [])).sort()).toEqual(
      [...names].sort(),
    );
  });

  it("have a section for each alarm of the database", () => {
    const there = sections.filter(({ page }) => page === "archive-database.md");
    expect(there.map(({ heading }) => heading)).toEqual(databaseAlarms.map(({ about }) => about));
  });

  const ofAlerts = sections.filter(
    ({ page, heading }) => heading.startsWith("Argo") || page === "archive-database.md",
  );
  it.each(ofAlerts.map(({ heading, section }) => [heading, section] as const))(
    "say for %s what it means, what to type, and whom to wake",
    (_, section) => {
      const parts = [...section.matchAll(/^\*\*([A-Z][a-z ]+)\.\*\*/gm)].map(([, part]) => part);
      expect(parts).toEqual(["Meaning", "Impact", "First commands", "Usual causes", "Fix", "Wake"]);
      const [, commands = ""] = /^\*\*First commands\.\*\*\n\n```sh\n([\s\S]*?)^```/m.exec(section) ?? [];
      expect(commands.trim().split("\n")).toHaveLength(3);
    },
  );
});

describe("monitoring/metrics.yaml", () => {
  it("lists every metric that a rule or an alarm reads, and no other", () => {
    const read = selectors.map(({ metric }) => metric).filter((metric) => !recorded.has(metric));
    const alarms = databaseAlarms.map(({ metricName }) => metricName);
    expect(metrics.map(nameOf).sort()).toEqual([...new Set([...read, ...alarms])].sort());
  });

  it("has each label that a rule selects by", () => {
    const unknown = selectors.flatMap(({ metric, labels }) => {
      const known = metrics.find((each) => nameOf(each) === metric);
      if (known === undefined) return [];
      // Prometheus gives the controller's metrics the namespace of the controller.
      const all = [...known.labels, "le", ...(known.from === "controller" ? ["namespace"] : [])];
      return labels.filter((label) => !all.includes(label)).map((label) => `${metric}{${label}}`);
    });
    expect(unknown).toEqual([]);
  });

  it("says of each one which version of which program has it, and where that is written", () => {
    for (const { from, source } of metrics) {
      expect(Object.keys(versions)).toContain(from);
      expect(source).not.toBe("");
    }
  });

  it("was read from the version of Argo that the chart installs", () => {
    const { appVersion } = parse(readFileSync("helm/argo-workflows/Chart.yaml", "utf8")) as {
      appVersion: string;
    };
    expect(versions.controller).toBe(`argo-workflows ${appVersion}`);
  });

  it("has all series that the rules record themselves", () => {
    const used = selectors.map(({ metric }) => metric).filter((metric) => metric.startsWith("argo:"));
    expect([...new Set(used)].sort()).toEqual([...recorded].sort());
  });
});

describe("monitoring/tests", () => {
  it("let each alert fire once and stay quiet once; the watchdog is never quiet", () => {
    const tests = alertTests();
    expect(tests.map(({ alert }) => alert).sort()).toEqual([...names].sort());
    const noisy = tests.filter(({ quiet }) => quiet === undefined);
    expect(noisy.map(({ alert }) => alert)).toEqual(["ArgoWatchdog"]);
  });

  it("say what somebody is told wherever a summary has numbers", () => {
    const silent = alertTests().filter(({ alert, fires }) => {
      const summary = alerts.find((rule) => rule.alert === alert)?.annotations.summary ?? "";
      return summary.includes("{{") !== (fires.summary !== undefined);
    });
    expect(silent).toEqual([]);
  });
});
