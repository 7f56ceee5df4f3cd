import { createWaitForWorkflowAction } from "../../src/actions/wait-for-workflow";
import { accessTo, contextWith, QuickClock } from "../fixtures/context";
import { backstageToken, FakeArgo } from "../fixtures/fake-argo";

const input = { namespace: "team-a", name: "build-1" };

describe("argo:workflow:wait", () => {
  let argo: FakeArgo;
  beforeEach(async () => (argo = await FakeArgo.start()));
  afterEach(() => argo.stop());

  const store = (...statuses: Record<string, unknown>[]) => {
    const metadata = { ...input, uid: "uid-1", labels: {}, annotations: {} };
    const workflow = {
      metadata,
      parameters: {},
      statuses,
      log: [] as string[],
      archivedLog: undefined as never,
    };
    argo.workflows.set("team-a/build-1", workflow);
    return workflow;
  };
  const run = async (given: object = input, more: object = {}, clock = new QuickClock()) => {
    const { context, log, outputs } = contextWith(given, more);
    const error = await createWaitForWorkflowAction(accessTo(argo, clock))
      .handler(context)
      .then(
        () => undefined,
        (reason: Error) => reason,
      );
    return { log, outputs, error, clock };
  };

  it("polls less and less often, and logs changes, or a line after 30 seconds without one", async () => {
    const running = { phase: "Running", progress: "0/2" };
    store(
      { phase: "" },
      running,
      running,
      running,
      running,
      running,
      running,
      { phase: "Running", progress: "1/2" },
      { phase: "Succeeded", progress: "2/2" },
    );
    const { log, clock, outputs } = await run();
    expect(log.slice(1)).toEqual([
      "info Workflow is Pending",
      "info Workflow is Running (0/2)",
      "info Still waiting after 41 s",
      "info Workflow is Running (1/2)",
      "info Workflow is Succeeded (2/2)",
    ]);
    expect(clock.slept).toEqual([2000, 3000, 4500, 6750, 10125, 15000, 15000, 15000]);
    expect(outputs).toMatchObject({ phase: "Succeeded", uid: "uid-1", progress: "2/2" });
  });

  it("requests only the fields that it needs", async () => {
    store({ phase: "Succeeded" });
    await run();
    expect(argo.received.map(({ path }) => new URL(path, argo.url).searchParams.get("fields"))).toEqual([
      expect.not.stringMatching(/status\.nodes(,|$)/),
    ]);
  });

  it("returns the outputs of the entrypoint and the duration", async () => {
    store({
      phase: "Succeeded",
      startedAt: "2026-01-01T00:00:00Z",
      finishedAt: "2026-01-01T00:01:40Z",
      nodes: {
        "build-1": { outputs: { parameters: [{ name: "digest", value: "sha256:1" }] } },
        "build-1-2": {},
      },
    });
    expect((await run()).outputs).toMatchObject({ durationSeconds: 100, outputs: { digest: "sha256:1" } });
  });

  describe("of a workflow that failed", () => {
    const nodes = {
      "build-1": {
        id: "build-1",
        name: "build-1",
        type: "DAG",
        phase: "Failed",
        message: "child 'build-1-2' failed",
        children: ["build-1-2"],
      },
      "build-1-2": {
        id: "build-1-2",
        name: "build-1.compile",
        displayName: "compile",
        type: "Pod",
        phase: "Failed",
        message: "Error (exit code 2)",
        templateName: "gcc",
      },
    };

    it("fails with its message, the failed step's, and the end of that step's log", async () => {
      store({ phase: "Failed", message: "child 'build-1-2' failed", nodes }).log.push(
        "make\x1b[0m",
        "main.c:1: no such file",
        'time="t" level=info msg="sub-process exited" argo=true',
        "Error: exit status 2",
      );
      const { error, log } = await run();
      expect(error?.message).toBe(
        "Workflow team-a/build-1 ended as Failed: child 'build-1-2' failed; compile: Error (exit code 2). " +
          "Last line of compile: main.c:1: no such file. See https://argo.example.com/workflows/team-a/build-1?uid=uid-1",
      );
      expect(log.slice(-3)).toEqual([
        "info Last lines of compile:",
        "info   make",
        "info   main.c:1: no such file",
      ]);
      expect(argo.received.at(-1)?.path).toContain("podName=build-1-2&");
    });

    it.each(["No more retries left", "retryStrategy.expression evaluated to false"])(
      "says why a step failed, and not %s",
      async (message) => {
        const step = { ...nodes["build-1-2"], message: "main: Error (exit code 2)" };
        store({ phase: "Failed", message, nodes: { "build-1-2": step } });
        expect((await run()).error?.message).toContain("ended as Failed: compile: Error (exit code 2). See");
      },
    );

    it("reads the archived log if the pod is gone", async () => {
      Object.assign(store({ phase: "Failed", nodes }), { archivedLog: "old\nfrom the archive\n" });
      expect((await run()).error?.message).toContain("Last line of compile: from the archive");
    });

    it("reports the failure even without log and steps", async () => {
      store({ phase: "Error", message: "quota" });
      argo.before = ({ path }, response) =>
        /status\.nodes$|log/.test(decodeURIComponent(path))
          ? response.writeHead(500).end() !== undefined
          : false;
      expect((await run()).error?.message).toContain("ended as Error: quota. See https://");
    });
  });

  it("gives up after its timeout, and says that the workflow continues", async () => {
    store({ phase: "Running" });
    const { error, clock } = await run({ ...input, timeoutSeconds: 20 });
    expect(error?.message).toBe("Workflow team-a/build-1 is still Running after 20 s; it continues to run");
    expect(clock.now()).toBe(20_000);
  });

  it("tolerates a server that is down for some minutes", async () => {
    store({ phase: "Succeeded" });
    const clock = new QuickClock();
    argo.before = (_, response) => clock.now() < 200_000 && response.writeHead(503).end() !== undefined;
    const { error, log } = await run(input, {}, clock);
    expect(error).toBeUndefined();
    expect(log.filter((line) => line.includes("waiting until it responds"))).toHaveLength(1);
    expect(log).toContain("info Argo's server responds again");
  });

  it("gives up on a server that stays down", async () => {
    argo.before = (_, response) => response.writeHead(503).end() !== undefined;
    const { error, clock } = await run();
    expect(error?.message).toContain("answered 503");
    expect(clock.now()).toBeGreaterThan(300_000);
    expect(clock.now()).toBeLessThan(330_000);
  });

  it.each([
    ["is gone", {}, 404],
    ["may not be read", { namespace: "team-z" }, 403],
  ])("ends at once when the workflow %s", async (_, more, status) => {
    const { error, clock } = await run({ ...input, ...more });
    expect(error).toMatchObject({ status });
    expect(clock.slept).toEqual([]);
  });

  it("refuses another workflow that has the same name", async () => {
    store({ phase: "Succeeded" });
    expect((await run({ ...input, uid: "uid-0" })).error?.message).toContain(
      "was deleted, and another workflow now has its name",
    );
  });

  describe("when the task is canceled", () => {
    const canceled = async (given: object) => {
      const controller = new AbortController();
      const clock = new QuickClock();
      clock.onSleep = (count) => {
        if (count === 1) controller.abort(new Error("canceled"));
      };
      return run(given, { signal: controller.signal }, clock);
    };

    it("lets the workflow continue", async () => {
      const workflow = store({ phase: "Running" });
      const { error, log } = await canceled(input);
      expect(error?.message).toBe("canceled");
      expect(log.at(-1)).toContain("workflow team-a/build-1 continues to run");
      expect(workflow.statuses).toEqual([{ phase: "Running" }]);
    });

    it("terminates it if asked to", async () => {
      argo.rights.set(backstageToken, { namespaces: ["team-a"], verbs: ["get", "patch"] });
      const workflow = store({ phase: "Running" });
      const { log } = await canceled({ ...input, terminateOnAbort: true });
      expect(log.at(-1)).toContain("was terminated");
      expect(workflow.statuses[0]).toMatchObject({ phase: "Failed" });
    });

    it("names the missing permission", async () => {
      store({ phase: "Running" });
      const { error, log } = await canceled({ ...input, terminateOnAbort: true });
      expect(error?.message).toBe(
        "Workflow team-a/build-1 continues: Backstage's service account may not terminate it. " +
          "terminateOnAbort needs the verb patch on workflows of argoproj.io in this namespace.",
      );
      expect(log.at(-1)).toContain("continues: Backstage's service account may not terminate it");
    });

    it("accepts that the workflow ended in the meantime", async () => {
      argo.rights.set(backstageToken, { namespaces: ["team-a"], verbs: ["get", "patch"] });
      store({ phase: "Running" }, { phase: "Running" }, { phase: "Succeeded" });
      expect((await canceled({ ...input, terminateOnAbort: true })).error?.message).toBe("canceled");
    });
  });
});
