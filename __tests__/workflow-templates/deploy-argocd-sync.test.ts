import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, type ScriptRun, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("deploy/deploy-argocd-sync", "sync");

/** An Argo CD that ends each sync at once, as `outcome` says; the first `rivals` patches come after somebody else's. */
const kubectl = `
for word; do case $word in --patch-file=*) file=\${word#*=} ;; esac; done
left=$(cat "$WORK/rivals")
case "$*" in
  *--patch-file=*)
    if [ "$left" -gt 0 ]; then
      echo "$((left - 1))" >"$WORK/rivals"
      jq '.metadata.resourceVersion |= "\\(tonumber + 1)"' "$WORK/api.json" >"$WORK/next.json" && mv "$WORK/next.json" "$WORK/api.json"
    fi
    read_version=$(jq -r .metadata.resourceVersion "$file")
    if [ "$read_version" != "$(jq -r .metadata.resourceVersion "$WORK/api.json")" ]; then
      echo 'Error from server (Conflict): Operation cannot be fulfilled on applications.argoproj.io "web": the object has been modified' >&2
      exit 1
    fi ;;
esac
case "$*" in
  *can-i*) cat "$WORK/can-i" ;;
  *' patch '*) jq --slurpfile patch "$file" --slurpfile outcome "$WORK/outcome" \
    '.status = {operationState: ({operation: $patch[0].operation} + $outcome[0].state)} + $outcome[0].rest' \
    "$WORK/api.json" >"$WORK/next.json" && mv "$WORK/next.json" "$WORK/api.json" ;;
  *' get '*) cat "$WORK/api.json" ;;
esac`;

const state = { phase: "Succeeded", finishedAt: "2026-01-01T00:00:05Z", syncResult: { revision: "abc" } };
const healthy = { state, rest: { reconciledAt: "2026-01-01T00:00:06Z", health: { status: "Healthy" } } };

interface World {
  readonly env?: Record<string, string>;
  readonly spec?: object;
  readonly outcome?: object;
  readonly canI?: string;
  readonly more?: object;
  /** Writes of others that come between reading and writing. */
  readonly rivals?: number;
}

function sync(shell: (typeof shells)[number], world: World = {}): ScriptRun {
  return script.run(shell, {
    prepare: (work) => {
      const spec = world.spec ?? { source: { targetRevision: "main" } };
      const metadata = { name: "web", resourceVersion: "7" };
      writeFileSync(join(work, "api.json"), JSON.stringify({ metadata, spec, ...world.more }));
      writeFileSync(join(work, "outcome"), JSON.stringify(world.outcome ?? healthy));
      writeFileSync(join(work, "rivals"), String(world.rivals ?? 0));
      writeFileSync(join(work, "can-i"), world.canI ?? "yes\n");
    },
    env: {
      ...{ WORKFLOW: "team/run uid", APPLICATION: "web", NAMESPACE: "shop", WAIT_TIMEOUT: "1" },
      ...{ PRUNE: "false", DRY_RUN: "false", POLL_SECONDS: "0.2" },
      ...world.env,
    },
    stubs: { kubectl },
  });
}

const operation = ({ work }: ScriptRun) =>
  JSON.parse(readFileSync(join(work, "operation.json"), "utf8")) as object;

describeWith("dash", "bash", "jq").each(shells)("the sync of deploy-argocd-sync in %s", (shell) => {
  it.each([
    [{ FROZEN: "incident 42" }, "namespace shop is frozen: incident 42"],
    [{ DEMANDS: '{"approvals":1}', MET: '{"approvals":0}' }, "what namespace shop demands has changed"],
  ])("changes nothing if the target demands something else since the gate: %j", (env, reason) => {
    const run = sync(shell, { env });
    expect(run.reason).toContain(reason);
    expect(run.status).toBe(1);
    expect(run.calls).toEqual([]);
  });

  it("asks for the revision, with the Application's own options, against the version it read", () => {
    const spec = {
      source: { targetRevision: "main" },
      syncPolicy: { syncOptions: ["ServerSideApply=true"] },
    };
    const run = sync(shell, { spec, env: { REVISION: "v2", PRUNE: "true" } });
    expect(run.reason).toBe("");
    expect(run.status).toBe(0);
    expect(operation(run)).toMatchObject({
      metadata: { resourceVersion: "7" },
      operation: {
        info: [{ name: "workflow", value: "team/run uid revision=v2 prune=true dry-run=false" }],
        sync: { revision: "v2", prune: true, dryRun: false, syncOptions: ["ServerSideApply=true"] },
      },
    });
    expect(readFileSync(join(run.work, "revision"), "utf8")).toBe("abc");
    expect(readFileSync(join(run.work, "health"), "utf8")).toBe("Healthy");
  });

  it("finds the sync that a lost pod asked for, and asks for no second one", () => {
    const info = [{ name: "workflow", value: "team/run uid revision= prune=false dry-run=false" }];
    const more = { status: { operationState: { ...state, operation: { info } }, ...healthy.rest } };
    const run = sync(shell, { more });
    expect(run.status).toBe(0);
    expect(run.calls.filter((call) => call.includes("--type=merge"))).toEqual([]);
  });

  it("waits for the comparison that follows the sync, and for health", () => {
    const early = sync(shell, { outcome: { state, rest: { ...healthy.rest, reconciledAt: "2026-01-01" } } });
    expect(early.status).toBe(1);
    const rest = { ...healthy.rest, health: { status: "Degraded", message: "no pods" } };
    const run = sync(shell, { outcome: { state, rest } });
    expect(run.status).toBe(1);
    expect(run.reason).toContain("after 1 seconds: synced; health is Degraded: no pods");
  });

  it("reads again where somebody wrote meanwhile, and asks against what stands there then", () => {
    const run = sync(shell, { rivals: 2, env: { WAIT_TIMEOUT: "30" } });
    expect(run.reason).toBe("");
    expect(run.status).toBe(0);
    expect(operation(run)).toMatchObject({ metadata: { resourceVersion: "9" } });
    expect(run.calls.filter((call) => call.includes("--type=merge"))).toHaveLength(3);
  });

  it("needs no health in a dry run", () => {
    expect(sync(shell, { outcome: { state, rest: {} }, env: { DRY_RUN: "true" } }).status).toBe(0);
  });

  it.each<[string, World, string]>([
    [
      "what Argo CD says",
      { outcome: { state: { ...state, phase: "Failed", message: "bad" } } },
      "Failed: bad",
    ],
    ["a namespace of somebody else", { canI: "no\n" }, "namespace shop is not in this team's deployTo list"],
    ["somebody who never stops writing", { rivals: 1000 }, "Application web has changed at every attempt"],
    ["a sync of somebody else that hangs", { more: { operation: {} } }, "another sync of Application web"],
    [
      "a revision that automation would undo",
      { env: { REVISION: "v2" }, spec: { source: {}, syncPolicy: { automated: {} } } },
      "has automated sync to HEAD",
    ],
    [
      "one revision of several sources",
      { env: { REVISION: "v2" }, spec: { sources: [] } },
      "several sources",
    ],
  ])("fails with %s", (_, world, reason) => {
    const run = sync(shell, world);
    expect(run.status).toBe(1);
    expect(run.reason).toContain(reason);
  });
});
