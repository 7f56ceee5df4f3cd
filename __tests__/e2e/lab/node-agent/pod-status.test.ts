import type { Pod, PodSpec } from "../../../../e2e/lab/node-agent/pod";
import {
  type ContainerRecord,
  type ContainerState,
  phaseOf,
  type PodRecord,
  statusOf,
} from "../../../../e2e/lab/node-agent/pod-status";

const at = "2026-11-24T00:00:00Z";
const running: ContainerState = { running: { startedAt: at } };
const waiting: ContainerState = { waiting: { reason: "ContainerCreating" } };
const ended = (exitCode: number): ContainerState => ({
  terminated: { exitCode, reason: exitCode === 0 ? "Completed" : "Error", startedAt: at, finishedAt: at },
});
const record = (
  spec: Partial<PodSpec>,
  states: Record<string, ContainerState>,
  more: Partial<ContainerRecord> = {},
): PodRecord => {
  const pod: Pod = {
    metadata: { name: "p", namespace: "n", uid: "u" },
    spec: { containers: [{ name: "main", image: "i" }], ...spec },
  };
  const containers = new Map(
    Object.entries(states).map(([name, state]): [string, ContainerRecord] => [
      name,
      {
        state,
        restartCount: 0,
        ready: state === running,
        started: state === running,
        imageId: "id",
        ...more,
      },
    ]),
  );
  return { pod, address: "127.1.0.0", startTime: at, containers };
};
const never = { restartPolicy: "Never" } as const;
const init = [{ name: "init", image: "i" }];
const conditions = (given: PodRecord) =>
  Object.fromEntries(statusOf(given).conditions.map(({ type, status }) => [type, status]));

describe("phaseOf", () => {
  it.each<[string, PodRecord, string]>([
    ["nothing started", record(never, { main: waiting }), "Pending"],
    [
      "init still runs",
      record({ ...never, initContainers: init }, { init: running, main: waiting }),
      "Pending",
    ],
    [
      "init failed for good",
      record({ ...never, initContainers: init }, { init: ended(1), main: waiting }),
      "Failed",
    ],
    [
      "init failed, to be restarted",
      record({ initContainers: init }, { init: ended(1), main: waiting }),
      "Pending",
    ],
    ["main runs", record(never, { main: running }), "Running"],
    ["main succeeded", record(never, { main: ended(0) }), "Succeeded"],
    ["main failed", record(never, { main: ended(2) }), "Failed"],
    ["main failed, OnFailure", record({ restartPolicy: "OnFailure" }, { main: ended(2) }), "Running"],
    ["main succeeded, OnFailure", record({ restartPolicy: "OnFailure" }, { main: ended(0) }), "Succeeded"],
    ["main succeeded, Always", record({}, { main: ended(0) }), "Running"],
    ["between two starts", record({}, { main: waiting }, { lastState: ended(1) }), "Running"],
  ])("%s", (_, given, expected) => {
    expect(phaseOf(given)).toBe(expected);
  });

  it("counts one failed container among several that succeeded", () => {
    const containers = [
      { name: "main", image: "i" },
      { name: "wait", image: "i" },
    ];
    expect(phaseOf(record({ ...never, containers }, { main: ended(0), wait: ended(64) }))).toBe("Failed");
    expect(phaseOf(record({ ...never, containers }, { main: ended(0), wait: running }))).toBe("Running");
  });

  it("is Failed after the agent has ended the pod, however its containers ended, but not before they ended", () => {
    const verdict = { reason: "DeadlineExceeded", message: "too long" };
    expect(phaseOf({ ...record(never, { main: running }), verdict })).toBe("Running");
    expect(phaseOf({ ...record(never, { main: ended(0) }), verdict })).toBe("Failed");
  });
});

describe("statusOf", () => {
  it("is Ready only while every container is", () => {
    expect(conditions(record({}, { main: running }))).toMatchObject({
      Ready: "True",
      ContainersReady: "True",
    });
    expect(conditions(record({}, { main: running }, { ready: false }))).toMatchObject({
      Ready: "False",
      Initialized: "True",
    });
    expect(conditions(record(never, { main: ended(0) }))).toMatchObject({
      Ready: "False",
      Initialized: "True",
    });
  });

  it("waits for a sidecar's start, not for its end", () => {
    const initContainers = [{ name: "side", image: "i", restartPolicy: "Always" as const }];
    expect(conditions(record({ ...never, initContainers }, { side: waiting, main: waiting }))).toMatchObject({
      Initialized: "False",
    });
    expect(conditions(record({ ...never, initContainers }, { side: running, main: running }))).toMatchObject({
      Initialized: "True",
      Ready: "True",
    });
  });

  it("keeps the time of a condition that has not changed", () => {
    const old = "2020-01-01T00:00:00Z";
    const before = [
      { type: "PodScheduled", status: "True" as const, lastTransitionTime: old },
      { type: "Ready", status: "False" as const, lastTransitionTime: old },
    ];
    const times = Object.fromEntries(
      statusOf(record({}, { main: running }), before).conditions.map((each) => [
        each.type,
        each.lastTransitionTime,
      ]),
    );
    expect(times["PodScheduled"]).toBe(old);
    expect(times["Ready"]).not.toBe(old);
  });

  it("tells Argo that a lost pod was disrupted", () => {
    const verdict = { reason: "Terminated", message: "node shutdown", disrupted: true as const };
    const status = statusOf({ ...record(never, { main: ended(137) }), verdict });
    expect(status).toMatchObject({ phase: "Failed", reason: "Terminated" });
    expect(status.conditions).toContainEqual(
      expect.objectContaining({ type: "DisruptionTarget", status: "True" }),
    );
  });
});
