import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, type ScriptRun, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("deploy/deploy-helm", "upgrade");

/** A Helm with one release; `all`, `pending` and `deployed` hold what `helm list` prints. */
const helm = `
case "$*" in
  *' list '*) [ ! -s "$WORK/refusal" ] || { cat "$WORK/refusal" >&2; exit 1; }
    for word; do [ ! -e "$WORK/\${word#--}" ] || cat "$WORK/\${word#--}"; done ;;
  *' history '*) printf 'REVISION\\tUPDATED\\tSTATUS\\n1\\tx\\tdeployed\\n2\\tx\\tpending-upgrade\\n' ;;
  *' get manifest '*) echo old ;;
  *' template '*) cat "$WORK/rendered" ;;
  *--dry-run=server*) ;;
  *' rollback '* | *' uninstall '*) rm -f "$WORK/pending" ;;
  *' upgrade '*) cat "$WORK/upgrade"; exit "$(cat "$WORK/exit")" ;;
esac`;

interface World {
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
  /** Symbolic links and what they point to. */
  readonly links?: Record<string, string>;
}

function upgrade(
  shell: (typeof shells)[number],
  { env = {}, files = {}, links = {} }: World = {},
): ScriptRun {
  return script.run(shell, {
    prepare: (work) => {
      mkdirSync(join(work, "source", "chart"), { recursive: true });
      const all = { rendered: "new", exit: "0", upgrade: "", "source/chart/Chart.yaml": "", ...files };
      for (const [name, text] of Object.entries(all)) writeFileSync(join(work, name), text);
      for (const [name, to] of Object.entries(links)) symlinkSync(to, join(work, name));
    },
    env: {
      ...{ WORKFLOW: "team/run", RELEASE: "web", NAMESPACE: "shop", CHART: "./chart", WAIT_TIMEOUT: "60" },
      ...{ DRY_RUN: "false", SOURCE: "../work/source", VALUES_FILE: "../work/none" },
      ...env,
    },
    stubs: { helm },
  });
}

const upgrades = ({ calls }: ScriptRun) =>
  calls.filter((call) => call.includes("upgrade") && !call.includes("--dry-run=server"));

describeWith("dash", "bash").each(shells)("the upgrade of deploy-helm in %s", (shell) => {
  it.each([
    [{ FROZEN: "incident 42" }, "namespace shop is frozen: incident 42"],
    [{ DEMANDS: '{"approvals":1}', MET: '{"approvals":0}' }, "what namespace shop demands has changed"],
  ])("changes nothing if the target demands something else since the gate: %j", (env, reason) => {
    const run = upgrade(shell, { env });
    expect(run.reason).toContain(reason);
    expect([run.status, run.calls]).toEqual([1, []]);
  });

  it("repairs nothing in a dry run", () => {
    const run = upgrade(shell, { env: { DRY_RUN: "true" }, files: { all: "web\n", pending: "web\n" } });
    expect(run.reason).toContain("a killed run left release web incomplete");
    expect(run.calls.flat()).not.toContain("rollback");
  });

  it("installs atomically, with the values given and no others, and says who did it", () => {
    const run = upgrade(shell, { env: { VALUES: "a: 1" } });
    expect(run.status).toBe(0);
    const [call = []] = upgrades(run);
    for (const word of ["--install", "--atomic", "--cleanup-on-fail", "--reset-values", "--timeout=60s"])
      expect(call).toContain(word);
    expect(call).toContain("--description=workflow team/run");
    expect(call.slice(-3)).toEqual(["--", "web", "../work/source/chart"]);
    expect(readFileSync(join(run.work, "values.yaml"), "utf8")).toBe("a: 1\n");
    expect(script.fixed["HELM_DRIVER"]).toBe("configmap");
  });

  it("shows what changes, and changes nothing where nothing would", () => {
    const there = { all: "web\n", deployed: "web\n" };
    const run = upgrade(shell, { files: { ...there, rendered: "old\n" } });
    expect([run.status, upgrades(run)]).toEqual([0, []]);
    expect(run.stdout).toContain("Nothing to do");
    const other = upgrade(shell, { files: there });
    expect(other.stdout).toContain("-old\n+new");
    expect(upgrades(other)).toHaveLength(1);
  });

  it("changes nothing in a dry run", () => {
    const run = upgrade(shell, { env: { DRY_RUN: "true" } });
    expect([run.status, upgrades(run)]).toEqual([0, []]);
  });

  it("goes back from what a killed run left, to the revision that was deployed", () => {
    const run = upgrade(shell, { files: { all: "web\n", pending: "web\n" } });
    expect(run.calls).toContainEqual([
      ...["helm", "--namespace=shop", "rollback", "--wait", "--timeout=60s", "--", "web", "1"],
    ]);
    expect(run.calls.flat()).not.toContain("uninstall");
    expect(upgrades(run)).toHaveLength(1);
  });

  it("says which object didn't get ready, as it was before Helm rolled back", () => {
    const log = [
      "ready.go:1: t m=+1 [debug] Deployment is not ready: shop/web. 0 out of 1 expected pods are ready",
      "upgrade.go:1: t m=+2 [debug] Upgrade failed and atomic is set, rolling back to last successful release",
      "ready.go:1: t m=+3 [debug] Deployment is not ready: shop/web. observedGeneration (2) does not match",
      "Error: UPGRADE FAILED: release web failed, and has been rolled back",
    ];
    const run = upgrade(shell, { files: { upgrade: `${log.join("\n")}\n`, exit: "1" } });
    expect(run.status).toBe(1);
    expect(run.reason).toBe(
      "UPGRADE FAILED: release web failed, and has been rolled back " +
        "(Deployment is not ready: shop/web. 0 out of 1 expected pods are ready)",
    );
  });

  it.each<[string, World, string]>([
    ["a chart without a version", { env: { CHART: "oci://x/y" } }, "chart-version is missing"],
    ["a name without a repository", { env: { CHART: "web", CHART_VERSION: "1.0.0" } }, "chart-repository"],
    ["a chart outside of its folder", { env: { CHART: "./../x" } }, "must not leave its folder"],
    ["a chart with a link", { links: { "source/chart/x": "/etc/hostname" } }, "contains symbolic links"],
    [
      "a chart that is a link",
      { env: { CHART: "./x" }, links: { "source/x": "chart" } },
      "contains symbolic links",
    ],
    ["a chart that isn't there", { env: { CHART: "./x" } }, "has no chart at ./x"],
    [
      "a namespace of somebody else",
      { files: { refusal: "configmaps is forbidden" } },
      "namespace shop is not in this team's deployTo list",
    ],
    ["an unreachable API server", { files: { refusal: "refused" } }, "cannot read the releases"],
  ])("refuses %s, and changes nothing", (_, world, reason) => {
    const run = upgrade(shell, world);
    expect(run.status).toBe(1);
    expect(run.reason).toContain(reason);
    expect(upgrades(run)).toEqual([]);
    expect(existsSync(join(run.work, "log"))).toBe(false);
  });
});
