import type { Container, Phase, Pod } from "./pod";

export interface Terminated {
  readonly exitCode: number;
  readonly reason: string;
  readonly message?: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

export type ContainerState =
  | { readonly waiting: { readonly reason: string; readonly message?: string } }
  | { readonly running: { readonly startedAt: string } }
  | { readonly terminated: Terminated };

/** The agent's record of one container. */
export interface ContainerRecord {
  state: ContainerState;
  lastState?: ContainerState;
  restartCount: number;
  /** Result of its readiness probe; without one, true while it runs. */
  ready: boolean;
  started: boolean;
  imageId: string;
}

export interface PodRecord {
  readonly pod: Pod;
  readonly address: string;
  readonly startTime: string;
  readonly containers: ReadonlyMap<string, ContainerRecord>;
  /** Set once the agent has ended the pod: by a deadline, or as lost. */
  readonly verdict?: { readonly reason: string; readonly message: string; readonly disrupted?: true };
}

export const newRecord = (reason = "ContainerCreating"): ContainerRecord => ({
  state: { waiting: { reason } },
  restartCount: 0,
  ready: false,
  started: false,
  imageId: "",
});

/** Time as the API writes it: UTC, whole seconds. */
export const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, "Z");

const isSidecar = (container: Container): boolean => container.restartPolicy === "Always";

/**
 * Phase of a pod, from its containers (Kubernetes: pkg/kubelet, getPhase): Failed only if no container will be
 * restarted and one failed, Succeeded if all succeeded, Running once one has started, else Pending.
 */
export function phaseOf(record: PodRecord): Phase {
  // While a container still uses its grace period, the pod hasn't ended (Kubernetes: pkg/kubelet, podIsTerminating).
  const runs = [...record.containers.values()].some(({ state }) => "running" in state);
  if (record.verdict !== undefined) return runs ? "Running" : "Failed";
  const { restartPolicy = "Always", initContainers = [], containers } = record.pod.spec;
  const state = (container: Container): ContainerState | undefined =>
    record.containers.get(container.name)?.state;
  const code = (container: Container): number | undefined => {
    const found = state(container);
    return found !== undefined && "terminated" in found ? found.terminated.exitCode : undefined;
  };
  const ordinary = initContainers.filter((each) => !isSidecar(each));
  if (restartPolicy === "Never" && ordinary.some((each) => (code(each) ?? 0) !== 0)) return "Failed";
  if (!ordinary.every((each) => code(each) === 0)) return "Pending";
  const codes = containers.map(code);
  if (codes.every((each) => each !== undefined)) {
    const failed = codes.some((each) => each !== 0);
    if (restartPolicy === "Never") return failed ? "Failed" : "Succeeded";
    if (restartPolicy === "OnFailure" && !failed) return "Succeeded";
    return "Running";
  }
  const begun = containers.some((each) => {
    const found = state(each);
    return (
      found !== undefined &&
      ("running" in found || "terminated" in found || record.containers.get(each.name)?.lastState)
    );
  });
  return begun ? "Running" : "Pending";
}

/** The pod's `status` for the API server. */
export function statusOf(record: PodRecord, previous: readonly Condition[] = []) {
  const { initContainers = [], containers } = record.pod.spec;
  const phase = phaseOf(record);
  const done = phase === "Succeeded" || phase === "Failed";
  const of = (container: Container): ContainerRecord => record.containers.get(container.name) ?? newRecord();
  const initialized = initContainers.every((each) => {
    const { state, started } = of(each);
    return isSidecar(each) ? started : "terminated" in state && state.terminated.exitCode === 0;
  });
  const ready =
    !done &&
    containers.every((each) => of(each).ready) &&
    initContainers.filter(isSidecar).every((each) => of(each).ready);
  const why = done ? "PodCompleted" : "ContainersNotReady";
  const disrupted: ConditionInput[] = record.verdict?.disrupted
    ? [["DisruptionTarget", true, "TerminationByKubelet", record.verdict.message]]
    : [];
  const conditions: ConditionInput[] = [
    ["PodReadyToStartContainers", !done],
    ["PodScheduled", true],
    ["Initialized", initialized || phase === "Succeeded", "ContainersNotInitialized"],
    ["ContainersReady", ready, why],
    ["Ready", ready, why],
    ...disrupted,
  ];
  return {
    phase,
    ...(record.verdict !== undefined && { reason: record.verdict.reason, message: record.verdict.message }),
    hostIP: "127.0.0.1",
    hostIPs: [{ ip: "127.0.0.1" }],
    podIP: record.address,
    podIPs: [{ ip: record.address }],
    startTime: record.startTime,
    conditions: conditions.map((each) => condition(each, previous)),
    initContainerStatuses: initContainers.map((each) => containerStatus(each, of(each))),
    containerStatuses: containers.map((each) => containerStatus(each, of(each))),
  };
}

export interface Condition {
  readonly type: string;
  readonly status: "True" | "False";
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime: string;
}

type ConditionInput = [type: string, holds: boolean, reason?: string, message?: string];

/** Keeps the transition time of a condition that has not changed. */
function condition(
  [type, holds, reason, message]: ConditionInput,
  previous: readonly Condition[],
): Condition {
  const status = holds ? "True" : "False";
  const before = previous.find((each) => each.type === type && each.status === status);
  const explains = reason !== undefined && (!holds || type === "DisruptionTarget");
  return {
    type,
    status,
    ...(explains && { reason }),
    ...(message !== undefined && { message }),
    lastTransitionTime: before?.lastTransitionTime ?? now(),
  };
}

function containerStatus(container: Container, record: ContainerRecord) {
  return {
    name: container.name,
    image: container.image,
    imageID: record.imageId,
    ready: record.ready,
    started: record.started,
    restartCount: record.restartCount,
    state: record.state,
    lastState: record.lastState ?? {},
  };
}
