import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, type ScriptRun, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("deploy/deploy-kubernetes", "rollout");
const image = (digit: string) => `registry/web@sha256:${digit.repeat(64)}`;
const [before, after] = [image("1"), image("2")];
const revision = { "deployment.kubernetes.io/revision": "3" };
const template = (name: string) => ({
  metadata: { labels: { app: "web" } },
  spec: { containers: [{ name: "app", image: name }] },
});

const deployment = {
  kind: "Deployment",
  metadata: { name: "web", uid: "d", generation: 1, annotations: revision },
  spec: {
    replicas: 2,
    minReadySeconds: 10,
    selector: { matchLabels: { app: "web" } },
    strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } },
    template: template(before),
  },
  status: { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 },
};

const owned = (kind: string, name: string, owner: string, rest: object) => ({
  kind,
  metadata: { name, uid: name, ownerReferences: [{ uid: owner }], annotations: revision },
  ...rest,
});
const set = (name: string, availableReplicas = 2) =>
  owned("ReplicaSet", name, "d", { spec: { template: template(before) }, status: { availableReplicas } });
const pod = (restartCount: number) =>
  owned("Pod", "web-1", "set", {
    status: { containerStatuses: [{ name: "app", ready: true, restartCount, state: { running: {} } }] },
  });

/**
 * An API server that holds one Deployment in a file, and does with a patch what the real one does. Pods are those of
 * `children.json` until a patch was made, and of `later.json` from then on.
 */
const kubectl = `
patched() { jq --slurpfile ops "$1" 'reduce $ops[0][] as $op (.; if $op.op == "test" then . else
  setpath($op.path | split("/")[1:] | map(gsub("~1"; "/") | tonumber? // .); $op.value) end)' "$WORK/api.json"; }
for word; do case $word in --patch-file=*) file=\${word#*=} ;; esac; done
case "$*" in
  *can-i*) cat "$WORK/can-i" ;;
  *dry-run=server*) [ ! -s "$WORK/refusal" ] || { cat "$WORK/refusal" >&2; exit 1; }; patched "$file" ;;
  *' patch '*)
    patched "$file" >"$WORK/next.json" && mv "$WORK/next.json" "$WORK/api.json"
    cp "$file" "$WORK/patch.$(ls "$WORK" | grep -c '^patch')"
    [ ! -e "$WORK/later.json" ] || mv "$WORK/later.json" "$WORK/children.now" ;;
  *' events '*) echo '{"items": [{"message": "Back-off"}]}' ;;
  *deployments.apps*) cat "$WORK/api.json" ;;
  *replicasets.apps*) cat "$WORK/children.now" ;;
esac`;

interface World {
  readonly env?: Record<string, string>;
  readonly api?: object | "";
  readonly children?: readonly object[];
  readonly later?: readonly object[];
  readonly canI?: string;
  readonly refusal?: string;
}

const list = (items: readonly object[]) => JSON.stringify({ items });

function deploy(shell: (typeof shells)[number], world: World = {}): ScriptRun {
  return script.run(shell, {
    prepare: (work) => {
      const api = world.api ?? deployment;
      writeFileSync(join(work, "api.json"), api === "" ? "" : JSON.stringify(api));
      writeFileSync(join(work, "children.now"), list(world.children ?? [set("set"), pod(0)]));
      if (world.later) writeFileSync(join(work, "later.json"), list(world.later));
      writeFileSync(join(work, "can-i"), world.canI ?? "yes\n");
      writeFileSync(join(work, "refusal"), world.refusal ?? "");
    },
    env: {
      ...{ WORKFLOW: "team/run", DEPLOYMENT: "web", NAMESPACE: "shop", IMAGE: after, CONTAINER: "app" },
      ...{ STRATEGY: "RollingUpdate", MAX_SURGE: "25%", MAX_UNAVAILABLE: "25%", DRY_RUN: "false" },
      ...{ WAIT_TIMEOUT: "1", POLL_SECONDS: "0.2" },
      ...world.env,
    },
    stubs: { kubectl },
  });
}

const patch = ({ work }: ScriptRun, number: number) =>
  JSON.parse(readFileSync(join(work, `patch.${number}`), "utf8")) as { path: string; value: unknown }[];
const now = ({ work }: ScriptRun) =>
  JSON.parse(readFileSync(join(work, "api.json"), "utf8")) as typeof deployment;
const output = ({ work }: ScriptRun, name: string) => readFileSync(join(work, name), "utf8");
const patches = ({ calls }: ScriptRun) =>
  calls.filter(
    (call) => call.includes("patch") && !call.includes("can-i") && !call.includes("--dry-run=server"),
  ).length;

describeWith("dash", "bash", "jq").each(shells)("the rollout of deploy-kubernetes in %s", (shell) => {
  it.each([
    [{ FROZEN: "incident 42" }, "namespace shop is frozen: incident 42"],
    [{ DEMANDS: '{"approvals":1}', MET: '{"approvals":0}' }, "what namespace shop demands has changed"],
  ])("changes nothing if the target demands something else since the gate: %j", (env, reason) => {
    const run = deploy(shell, { env });
    expect(run.reason).toContain(reason);
    expect(run.status).toBe(1);
    expect(run.calls).toEqual([]);
  });

  it("sets image, replicas and strategy in one patch, and tells both revisions", () => {
    const run = deploy(shell, { env: { REPLICAS: "4", MAX_SURGE: "1" }, api: served(4) });
    expect(run.reason).toBe("");
    expect(run.status).toBe(0);
    expect(now(run).spec).toMatchObject({
      replicas: 4,
      minReadySeconds: 10,
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: "25%" } },
      template: template(after),
    });
    expect([output(run, "previous-revision"), output(run, "revision")]).toEqual(["3", "3"]);
    expect(now(run).metadata.annotations).toMatchObject({
      "kubernetes.io/change-cause": `workflow team/run: ${after}`,
    });
  });

  it("changes nothing where everything is so already", () => {
    const run = deploy(shell, { env: { IMAGE: before } });
    expect(run.status).toBe(0);
    expect(run.stdout).toContain("Nothing to do");
    expect(now(run)).toEqual(deployment);
  });

  it("changes nothing in a dry run", () => {
    const run = deploy(shell, { env: { DRY_RUN: "true" } });
    expect(run.status).toBe(0);
    expect(run.stdout).toContain(`image of app: ${before} becomes ${after}`);
    expect(now(run)).toEqual(deployment);
  });

  it("goes back to the template, replicas and strategy before when a new container restarts", () => {
    const later = [set("set"), pod(1)];
    const run = deploy(shell, { later, env: { REPLICAS: "2", STRATEGY: "Recreate", MAX_SURGE: "1" } });
    expect(run.status).toBe(1);
    expect(run.reason).toBe(
      "rolled back to revision 3: container app of pod web-1 ended for no known reason, restarts: 1 (Back-off)",
    );
    expect(now(run).spec).toEqual(deployment.spec);
    expect(patch(run, 1)[0]).toEqual({
      op: "test",
      path: "/spec/template/spec/containers/0/image",
      value: after,
    });
  });

  it("holds no restart against a pod that had it before", () => {
    const children = [set("set"), pod(7)];
    const run = deploy(shell, { env: { IMAGE: before, REPLICAS: "3" }, children, api: served(3, 2) });
    expect(run.reason).toBe("");
    expect(run.status).toBe(0);
  });

  it("goes back to what serves, not to a rollout that never ended", () => {
    const stuck = {
      ...deployment,
      metadata: { ...deployment.metadata, annotations: { "deployment.kubernetes.io/revision": "4" } },
      spec: { ...deployment.spec, template: template(after) },
      status: { observedGeneration: 1, replicas: 3, updatedReplicas: 1, availableReplicas: 2 },
    };
    const run = deploy(shell, { api: stuck });
    expect(run.status).toBe(1);
    expect(run.reason).toContain("The rollback to revision 3 is not complete");
    expect(run.reason).toContain("not finished after 1 seconds");
    expect(now(run).spec.template).toEqual(template(before));
  });

  it.each<[string, World, string]>([
    ["a tag", { env: { IMAGE: "registry/web:1" } }, "image must have a digest"],
    [
      "an arithmetic expression for seconds",
      { env: { WAIT_TIMEOUT: "a[$(id)]" } },
      "not a number of seconds",
    ],
    ["a namespace of somebody else", { canI: "no\n" }, "namespace shop is not in this team's deployTo list"],
    ["a silent API server", { canI: "" }, "cannot check the permission to change Deployments"],
    ["a Deployment that isn't there", { api: "" }, "namespace shop has no Deployment web"],
    ["a container that isn't there", { env: { CONTAINER: "x" } }, "has no container x; it has: app"],
    [
      "a paused Deployment",
      { api: { ...deployment, spec: { ...deployment.spec, paused: true } } },
      "is paused",
    ],
    ["what admission refuses", { refusal: "denied by policy" }, "refuses the change: denied by policy"],
  ])("refuses %s, and changes nothing", (_, world, reason) => {
    const run = deploy(shell, world);
    expect(run.status).toBe(1);
    expect(run.reason).toContain(reason);
    expect(patches(run)).toBe(0);
  });
});

/** The Deployment, with a controller that is done as soon as it is patched to so many replicas. */
function served(availableReplicas: number, replicas = deployment.spec.replicas): object {
  const status = { observedGeneration: 1, replicas: availableReplicas, updatedReplicas: availableReplicas };
  return { ...deployment, spec: { ...deployment.spec, replicas }, status: { ...status, availableReplicas } };
}
