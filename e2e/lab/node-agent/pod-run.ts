import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError } from "../kubernetes-api";
import { logFile, planContainer, type PreparedPod } from "./container-plan";
import { ContainerRun, type RestartRule } from "./container-run";
import type { NodeContext } from "./node-context";
import type { Container, Pod } from "./pod";
import { podSources } from "./pod-sources";
import { now, type PodRecord } from "./pod-status";
import { StatusPublisher } from "./status-publisher";
import { makeVolumes } from "./volumes";

/** One pod on this node, from its assignment to its end. */
export class PodRun {
  readonly folder: string;
  /** Resolves when nothing of the pod runs. */
  readonly done: Promise<void>;
  readonly #runs = new Map<string, ContainerRun>();
  readonly #publisher: StatusPublisher;
  readonly #startTime = now();
  readonly #over = new AbortController();
  #verdict: PodRecord["verdict"];

  constructor(
    private readonly context: NodeContext,
    readonly pod: Pod,
    readonly address: string,
  ) {
    this.folder = join(context.folder, "pods", pod.metadata.uid);
    this.#publisher = new StatusPublisher(context.api, pod, () => this.record());
    this.done = this.run().catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      return this.fail("Error", `The lab's node gave up: ${message}`);
    });
  }

  /** Ends all containers: TERM, then KILL after the grace period. Does not touch the pod object. */
  async stop(graceSeconds = this.pod.spec.terminationGracePeriodSeconds ?? 30): Promise<void> {
    this.#over.abort();
    await Promise.all([...this.#runs.values()].map((each) => each.stop(graceSeconds)));
    await this.done;
  }

  /** Ends all containers at once and marks the pod as failed for this reason. */
  async fail(reason: string, message: string, graceSeconds = 0, disrupted = false): Promise<void> {
    this.#verdict = { reason, message, ...(disrupted && { disrupted }) };
    this.#over.abort();
    await Promise.all([...this.#runs.values()].map((each) => each.stop(graceSeconds)));
    this.#publisher.changed();
    await this.#publisher.settled();
  }

  /** From now on the API server gets no updates about this pod, as from a lost node. */
  fallSilent(): void {
    this.#publisher.close();
  }

  /** Runs a command in a running container of the pod. @throws if it fails */
  async exec(container: string, command: readonly string[]): Promise<void> {
    const run = this.#runs.get(container);
    if (run === undefined) throw new Error(`pod ${this.pod.metadata.name} has no container '${container}'`);
    await run.exec(command);
  }

  /** Removes the pod's files from the node's disk. */
  clean(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Log of a container's current or previous start; undefined if there is no such container. */
  log(container: string, previous: boolean): { file: string; ended: () => boolean } | undefined {
    const run = this.#runs.get(container);
    if (run === undefined) return undefined;
    const { record } = run;
    const waiting = (): boolean => "waiting" in record.state;
    const attempt = record.restartCount - (previous || (waiting() && record.restartCount > 0) ? 1 : 0);
    return {
      file: logFile(this.folder, container, Math.max(attempt, 0)),
      ended: () =>
        previous ||
        "terminated" in record.state ||
        record.restartCount > attempt ||
        (waiting() && this.over()),
    };
  }

  private async run(): Promise<void> {
    const {
      initContainers = [],
      containers,
      restartPolicy = "Always",
      activeDeadlineSeconds,
    } = this.pod.spec;
    mkdirSync(this.folder, { recursive: true });
    for (const container of [...initContainers, ...containers])
      this.#runs.set(container.name, this.containerRun(container));
    this.#publisher.changed();
    if (activeDeadlineSeconds !== undefined) this.watchDeadline(activeDeadlineSeconds);
    if (this.pod.spec.shareProcessNamespace === true)
      return this.fail("Unsupported", "The lab's node has no shared process namespace.");
    await this.runAll(initContainers, containers, restartPolicy);
    this.#over.abort();
    this.#publisher.changed();
    await this.#publisher.settled();
  }

  private async runAll(
    init: readonly Container[],
    main: readonly Container[],
    rule: RestartRule,
  ): Promise<void> {
    const prepared = await this.prepare();
    if (prepared === undefined) return;
    this.#prepared = prepared;
    const sidecars: Promise<number>[] = [];
    for (const container of init) {
      if (this.over()) return;
      const run = this.runOf(container);
      if (container.restartPolicy === "Always") {
        const ended = run.untilDone("Always");
        sidecars.push(ended);
        await Promise.race([run.firstStart, ended]);
      } else if ((await run.untilDone(rule === "Always" ? "OnFailure" : rule)) !== 0)
        return this.endSidecars(init, sidecars);
    }
    if (!this.over()) await Promise.all(main.map((container) => this.runOf(container).untilDone(rule)));
    await this.endSidecars(init, sidecars);
  }

  #prepared: PreparedPod | undefined;

  /** Waits until the volumes can be created, as a kubelet waits for a missing Secret. */
  private async prepare(): Promise<PreparedPod | undefined> {
    const content = podSources(this.context, this.pod);
    let said = "";
    while (!this.over()) {
      try {
        const volumes = await makeVolumes(this.pod, join(this.folder, "volumes"), content, this.address);
        return { pod: this.pod, folder: this.folder, address: this.address, volumes, content };
      } catch (error) {
        const { message } = error as Error;
        // The node gets its permissions on a pod's Secrets a moment after the pod's binding.
        const early = error instanceof ApiError && error.status === 403 && said === "";
        if (message !== said && !early) this.context.event(this.pod, "Warning", "FailedMount", message);
        said = message;
        await this.pause(early ? 50 : 500);
      }
    }
    return undefined;
  }

  private async endSidecars(init: readonly Container[], ended: readonly Promise<number>[]): Promise<void> {
    const grace = this.pod.spec.terminationGracePeriodSeconds ?? 30;
    const sidecars = init
      .filter(({ restartPolicy }) => restartPolicy === "Always")
      .map((each) => this.runOf(each));
    for (const run of sidecars.reverse()) await run.stop(grace);
    await Promise.all(ended);
  }

  private containerRun(container: Container): ContainerRun {
    return new ContainerRun({
      container,
      address: this.address,
      runner: this.context.runner,
      graceSeconds: this.pod.spec.terminationGracePeriodSeconds ?? 30,
      backoffSeconds: this.context.backoffSeconds,
      prepare: (attempt) => {
        if (this.#prepared === undefined) throw new Error("the pod's volumes are not ready");
        return planContainer(this.context, this.#prepared, container, attempt);
      },
      onChange: () => this.#publisher.changed(),
      onEvent: (reason, message) => this.context.event(this.pod, "Warning", reason, message),
    });
  }

  private watchDeadline(seconds: number): void {
    const message = "Pod was active on the node longer than the specified deadline";
    void sleep(seconds * 1000, undefined, { signal: this.#over.signal, ref: false }).then(
      () => this.fail("DeadlineExceeded", message, this.pod.spec.terminationGracePeriodSeconds ?? 30),
      () => undefined,
    );
  }

  private record(): PodRecord {
    const containers = new Map([...this.#runs].map(([name, run]) => [name, run.record]));
    return {
      pod: this.pod,
      address: this.address,
      startTime: this.#startTime,
      containers,
      verdict: this.#verdict,
    };
  }

  private runOf(container: Container): ContainerRun {
    const run = this.#runs.get(container.name);
    if (run === undefined) throw new Error(`no container ${container.name}`);
    return run;
  }

  private over(): boolean {
    return this.#over.signal.aborted;
  }

  private async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#over.signal }).catch(() => undefined);
  }
}
