import { createSubmitWorkflowAction } from "../../src/actions/submit-workflow";
import { accessTo, checkpoints, contextWith, QuickClock } from "../fixtures/context";
import { backstageToken, FakeArgo } from "../fixtures/fake-argo";

const input = {
  namespace: "team-a",
  template: "build",
  parameters: { repo: "https://example.com/a=b.git", push: true },
};

describe("argo:workflow:submit", () => {
  let argo: FakeArgo;
  beforeEach(async () => {
    argo = await FakeArgo.start();
    argo.addTemplate("build", [
      { name: "repo" },
      { name: "tag", default: "v1" },
      { name: "push", value: "false", enum: ["true", "false"] },
    ]);
  });
  afterEach(() => argo.stop());

  const run = async (
    given: object = input,
    more: object = {},
    options: { clock?: QuickClock; instance?: object } = {},
  ) => {
    const { context, log, outputs } = contextWith(given, more);
    await createSubmitWorkflowAction(accessTo(argo, options.clock, options.instance)).handler(context);
    return { log, outputs };
  };

  it("submits every parameter, and the person who asked for it", async () => {
    const { outputs, log } = await run({ ...input, entity: "component:default/shop" });
    const [only] = argo.workflows.values();
    expect(only?.parameters).toEqual({ repo: "https://example.com/a=b.git", tag: "v1", push: "true" });
    expect(only?.metadata.labels).toEqual({
      "aws-argo-infra/task": "5a1c9d2e-0000-4000-8000-000000000001",
      "aws-argo-infra/user": "jane",
      "backstage.io/kubernetes-id": "shop",
    });
    expect(only?.metadata.annotations).toMatchObject({
      "aws-argo-infra/user": "user:default/jane",
      "aws-argo-infra/entity": "component:default/shop",
    });
    const { name, uid } = only?.metadata ?? {};
    expect(outputs).toMatchObject({
      name,
      namespace: "team-a",
      uid,
      phase: "Pending",
      url: `https://argo.example.com/workflows/team-a/${name}?uid=${uid}`,
    });
    expect(log).toEqual([`info Workflow team-a/${name}: ${String(outputs["url"])}`]);
  });

  it("marks the run with the person who signed in, as Argo's login names them", async () => {
    const user = { ref: "user:default/somebody-else" };
    await run(input, { user }, { instance: { userDomain: "example.com" } });
    const [only] = argo.workflows.values();
    expect(only?.metadata.labels).toMatchObject({ "aws-argo-infra/user": "jane.at.example.com" });
    expect(only?.metadata.annotations).toMatchObject({ "aws-argo-infra/user": "user:default/jane" });
  });

  it("names no service account, which workflow restrictions forbid", async () => {
    await run();
    expect(Object.keys(argo.submissions()[0]?.body.submitOptions ?? {}).sort()).toEqual([
      "annotations",
      "labels",
      "name",
      "parameters",
    ]);
  });

  it("runs a WorkflowTemplate of the namespace", async () => {
    argo.templates.set("team-a/own", { metadata: { name: "own" }, spec: {} });
    const { outputs } = await run({
      namespace: "team-a",
      kind: "WorkflowTemplate",
      template: "own",
      generateName: "manual-",
    });
    expect(outputs["name"]).toMatch(/^manual-w[0-9a-f]{12}$/);
  });

  it("sends nothing when a parameter is wrong", async () => {
    await expect(run({ ...input, parameters: { rep: "x", push: "maybe" } })).rejects.toThrow(
      'rep is unknown (the template has: repo, tag, push); repo is missing, and the template has no value for it; push is "maybe", but must be one of true, false',
    );
    expect(argo.submissions()).toEqual([]);
  });

  it.each([
    [
      "a template that isn't there",
      { ...input, template: "none" },
      {},
      'clusterworkflowtemplates.argoproj.io "none" not found',
    ],
    [
      "a namespace that Kubernetes refuses",
      { ...input, namespace: "team-z" },
      {},
      'cannot create resource "workflows"',
    ],
    [
      "a namespace that the configuration refuses",
      input,
      { allowedNamespaces: ["team-b", "x-*"] },
      "Backstage may not use namespace team-a; argoWorkflows.instances[].allowedNamespaces of main lists: team-b, x-*",
    ],
    [
      "a template that the configuration refuses",
      input,
      { allowedTemplates: ["WorkflowTemplate/*"] },
      "Backstage may not run ClusterWorkflowTemplate build",
    ],
    ["a wrong token", input, { token: "wrong" }, "the server rejects the token"],
    [
      "an unknown instance",
      { ...input, instance: "other" },
      {},
      "There is no Argo instance other; app-config has: main",
    ],
  ])("fails for %s, with a sentence and no workflow", async (_, given, instance, sentence) => {
    await expect(run(given, {}, { instance })).rejects.toThrow(sentence);
    expect(argo.workflows.size).toBe(0);
  });

  it("asks the real server in a dry run, and creates nothing", async () => {
    const { outputs, log } = await run(input, { isDryRun: true });
    expect(argo.submissions()[0]?.body.submitOptions).toMatchObject({ serverDryRun: true });
    expect(argo.workflows.size).toBe(0);
    expect(outputs).toMatchObject({ phase: "Pending", uid: "" });
    expect(log[0]).toContain("nothing was created");
    await expect(run({ ...input, namespace: "team-z" }, { isDryRun: true })).rejects.toThrow("cannot create");
  });

  describe("exactly once", () => {
    const only = () => [...argo.workflows.keys()];

    it("if the response was lost", async () => {
      let lost = 0;
      argo.after = ({ path }, response) =>
        path.endsWith("/submit") && lost++ === 0 && response.destroy() !== undefined;
      const { outputs, log } = await run();
      expect(argo.submissions()).toHaveLength(2);
      expect(only()).toEqual([`team-a/${String(outputs["name"])}`]);
      expect(log[0]).toContain("trying again in 1 s");
    });

    it("if the engine stopped after the submission, before it recorded it", async () => {
      const state = checkpoints();
      const stopping = async (given: { key: string; fn: () => Promise<unknown> }) => {
        if (given.key.endsWith(".begun")) return state.checkpoint(given);
        await given.fn();
        throw new Error("engine stopped");
      };
      await expect(run(input, { checkpoint: stopping })).rejects.toThrow("engine stopped");
      const [uid] = [...argo.workflows.values()].map(({ metadata }) => metadata.uid);
      const { outputs } = await run(input, { checkpoint: state.checkpoint });
      expect(outputs["uid"]).toBe(uid);
      // The second time it looks first, so a workflow that is only in the archive isn't created again.
      expect(argo.submissions()).toHaveLength(1);
    });

    it("if the engine ran the step again", async () => {
      const { checkpoint } = checkpoints();
      const first = await run(input, { checkpoint });
      const second = await run(input, { checkpoint });
      expect(second.outputs).toEqual(first.outputs);
      expect(argo.submissions()).toHaveLength(1);
    });

    it("for each element of an each", async () => {
      const { checkpoint } = checkpoints();
      await run(input, { checkpoint });
      await run({ ...input, parameters: { ...input.parameters, tag: "v2" } }, { checkpoint });
      expect(only()).toHaveLength(2);
    });

    it("if Kubernetes was busy counting", async () => {
      let busy = 0;
      argo.before = ({ path }, response) => {
        if (!path.endsWith("/submit") || busy++ > 0) return false;
        const message = 'Operation cannot be fulfilled on resourcequotas "workflows"';
        response.writeHead(409, { "content-type": "application/json" }).end(JSON.stringify({ message }));
        return true;
      };
      const { outputs, log } = await run();
      expect(only()).toEqual([`team-a/${String(outputs["name"])}`]);
      expect(log[0]).toContain("trying again in 1 s");
    });

    it("without mistaking another task's workflow for its own", async () => {
      const { outputs } = await run();
      const found = argo.workflows.get(`team-a/${String(outputs["name"])}`);
      if (found) found.metadata.labels["aws-argo-infra/task"] = "another";
      await expect(run()).rejects.toThrow(
        /Workflow team-a\/build-.* already exists, and another task created it/,
      );
    });
  });

  it("tolerates a short outage, and waits as long as the server asks", async () => {
    const clock = new QuickClock();
    let refused = 0;
    argo.before = (_, response) => {
      if (refused++ > 1) return false;
      response.writeHead(429, { "retry-after": "7" }).end("slow down");
      return true;
    };
    await run(input, {}, { clock });
    expect(clock.slept).toEqual([7000, 7000]);
  });

  it("gives up on a server that stays down, after four attempts", async () => {
    const instance = { baseUrl: "http://127.0.0.1:9" };
    await expect(run(input, {}, { instance })).rejects.toThrow(
      "Argo's server (instance main) can't be reached",
    );
  });

  it("waits, and returns the outputs of the workflow", async () => {
    argo.nextStatuses = [
      { phase: "" },
      { phase: "Running", progress: "0/1" },
      {
        phase: "Succeeded",
        progress: "1/1",
        outputs: { parameters: [{ name: "digest", value: "sha256:1" }] },
      },
    ];
    const { outputs } = await run({ ...input, wait: true });
    expect(outputs).toMatchObject({ phase: "Succeeded", outputs: { digest: "sha256:1" } });
  });

  it("never writes the token to a log or an error", async () => {
    argo.after = (_, response) => {
      response.writeHead(500).end(`{"message":"${backstageToken}"}`);
      return true;
    };
    const { context, log } = contextWith(input);
    const error = await createSubmitWorkflowAction(accessTo(argo))
      .handler(context)
      .then(() => undefined, String);
    expect(`${error} ${log.join()}`).toContain("[token]");
    expect(`${error} ${log.join()}`).not.toContain(backstageToken);
  });
});
