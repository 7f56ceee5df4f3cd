import { mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, type WatchEvent } from "../kubernetes-api";
import type { NodeContext } from "./node-context";
import type { Pod } from "./pod";
import { podEvents } from "./pod-events";
import { PodRun } from "./pod-run";
import { now } from "./pod-status";

/** How a pod is lost. */
export type Loss =
  /** As when a Spot instance and its Node object are gone: Kubernetes' pod garbage collector cleans up after it. */
  | "vanish"
  /** A graceful node shutdown, which the pod's status reports. */
  | "shutdown"
  /** Evicted for lack of a node resource. */
  | "evict";

const reasons: Readonly<Record<Exclude<Loss, "vanish">, [reason: string, message: string]>> = {
  shutdown: ["Terminated", "Pod was terminated in response to imminent node shutdown."],
  evict: ["Evicted", "The node was low on resource: memory."],
};

/** Runs every pod that the scheduler assigned to this node. */
export class NodeAgent {
  readonly context: NodeContext;
  readonly #pods = new Map<string, PodRun>();
  readonly #over = new AbortController();

  constructor(context: Omit<NodeContext, "event">) {
    this.context = { ...context, event: podEvents(context.api, context.nodeName) };
    mkdirSync(context.folder, { recursive: true, mode: 0o711 });
  }

  /** Watches until `stop`. */
  start(): void {
    void this.follow();
  }

  /** Kills everything that runs here, without telling the API server. */
  async stop(): Promise<void> {
    this.#over.abort();
    await Promise.all(
      [...this.#pods.values()].map(async (run) => {
        run.fallSilent();
        await run.stop(0);
      }),
    );
  }

  /** The run of a pod, by name. */
  find(namespace: string, name: string): PodRun | undefined {
    return [...this.#pods.values()].find(
      ({ pod }) => pod.metadata.namespace === namespace && pod.metadata.name === name,
    );
  }

  /**
   * Takes a pod away from its owner, for tests of retries.
   * @throws if it is not on this node.
   */
  async losePod(namespace: string, name: string, loss: Loss): Promise<void> {
    const run = this.find(namespace, name);
    if (run === undefined)
      throw new Error(`pod ${namespace}/${name} is not on node ${this.context.nodeName}`);
    await this.lose(run, loss);
  }

  /** Loses all pods of the node, as if it were removed. */
  async loseAll(loss: Loss): Promise<void> {
    await Promise.all([...this.#pods.values()].map((run) => this.lose(run, loss)));
  }

  private async lose(run: PodRun, loss: Loss): Promise<void> {
    // A graceful shutdown lets pods end (Kubernetes: nodeshutdown_manager, GracePeriodSeconds).
    const { terminationGracePeriodSeconds = 30 } = run.pod.spec;
    if (loss !== "vanish")
      return run.fail(...reasons[loss], loss === "shutdown" ? terminationGracePeriodSeconds : 0, true);
    run.fallSilent();
    await run.stop(0);
    const { namespace, name, uid } = run.pod.metadata;
    // Like the garbage collector (pkg/controller/podgc): containers keep their last states, the pod becomes Failed.
    const condition = {
      type: "DisruptionTarget",
      status: "True",
      reason: "DeletionByPodGC",
      message: "PodGC: node no longer exists",
      lastTransitionTime: now(),
    };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/status`;
    await this.context.api.patch(
      path,
      { metadata: { uid }, status: { phase: "Failed", conditions: [condition] } },
      "strategic-merge",
    );
    await this.forget(run);
  }

  private async follow(): Promise<void> {
    const selector = `fieldSelector=spec.nodeName%3D${this.context.nodeName}`;
    while (!this.over()) {
      try {
        const list = await this.context.api.get<{ metadata: { resourceVersion: string }; items: Pod[] }>(
          `/api/v1/pods?${selector}`,
        );
        const there = new Set(list.items.map(({ metadata }) => metadata.uid));
        this.#pods.forEach((run, uid) => there.has(uid) || this.gone(run));
        list.items.forEach((pod) => this.seen(pod));
        const path = `/api/v1/pods?${selector}&watch=1&resourceVersion=${list.metadata.resourceVersion}`;
        await this.context.api.watch<Pod>(path, (event) => this.onEvent(event), this.#over.signal);
      } catch (error) {
        if (this.over()) return;
        console.error(`node: watch: ${(error as Error).message}`);
        await sleep(500);
      }
    }
  }

  private onEvent({ type, object }: WatchEvent<Pod>): void {
    if (type === "ADDED" || type === "MODIFIED") this.seen(object);
    const run = type === "DELETED" ? this.#pods.get(object.metadata.uid) : undefined;
    if (run !== undefined) this.gone(run);
  }

  private seen(pod: Pod): void {
    const known = this.#pods.get(pod.metadata.uid);
    if (pod.metadata.deletionTimestamp !== undefined) return void this.end(known, pod);
    const finished = pod.status?.phase === "Succeeded" || pod.status?.phase === "Failed";
    if (known !== undefined || finished || this.over()) return;
    this.#pods.set(pod.metadata.uid, new PodRun(this.context, pod, this.context.network.next()));
  }

  readonly #ending = new Set<string>();

  /** A pod that is being deleted: ends it within its grace period, then deletes the object. */
  private async end(run: PodRun | undefined, pod: Pod): Promise<void> {
    const { uid } = pod.metadata;
    if (this.#ending.has(uid)) return;
    this.#ending.add(uid);
    await run?.stop(pod.metadata.deletionGracePeriodSeconds);
    await this.forget(run ?? new PodStub(pod));
    this.#ending.delete(uid);
  }

  /** Deletes the pod object at once, as a kubelet does when the pod has ended. */
  private async forget(run: Pick<PodRun, "pod" | "clean">): Promise<void> {
    const { namespace, name, uid } = run.pod.metadata;
    try {
      await this.context.api.delete(`/api/v1/namespaces/${namespace}/pods/${name}`, {
        gracePeriodSeconds: 0,
        preconditions: { uid },
      });
    } catch (error) {
      const gone = error instanceof ApiError && (error.status === 404 || error.status === 409);
      if (!gone && !this.over()) console.error(`node: ${(error as Error).message}`);
    }
    this.#pods.delete(uid);
    run.clean();
  }

  /** The object was deleted by force: nothing of the pod may continue. */
  private gone(run: PodRun): void {
    this.#pods.delete(run.pod.metadata.uid);
    run.fallSilent();
    void run.stop(0).then(() => run.clean());
  }

  private over(): boolean {
    return this.#over.signal.aborted;
  }
}

/** A pod that was deleted before it ever ran here. */
class PodStub {
  constructor(readonly pod: Pod) {}
  clean(): void {
    // It left no files.
  }
}
