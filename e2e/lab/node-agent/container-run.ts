import { setTimeout as sleep } from "node:timers/promises";
import { lastLines } from "./container-log";
import { type ContainerExit, ContainerProcess, type ContainerSpec } from "./container-process";
import { ContainerConfigError } from "./environment";
import type { Container } from "./pod";
import { type ContainerRecord, newRecord, now } from "./pod-status";
import { probeLoop, type ProbeTarget, tryProbe } from "./probe";

export type RestartRule = "Always" | "OnFailure" | "Never";

export interface ContainerRunProps {
  readonly container: Container;
  readonly address: string;
  /** Path of `lab-container`. */
  readonly runner: string;
  /** Prepares one start. After a ContainerConfigError, which the status shows, it is called again. */
  readonly prepare: (attempt: number) => Promise<ContainerSpec>;
  readonly graceSeconds: number;
  /** Seconds before the first restart, doubled each time up to 16 times that. */
  readonly backoffSeconds: number;
  /** Called when the record has changed. */
  readonly onChange: () => void;
  readonly onEvent: (reason: string, message: string) => void;
}

/** One container of a pod through all its restarts. */
export class ContainerRun {
  readonly record: ContainerRecord = newRecord();
  /** Resolves once it has started, and passed its startup probe, for the first time. */
  readonly firstStart: Promise<void>;
  readonly #over = new AbortController();
  #startedOnce: () => void = () => undefined;
  #process: ContainerProcess | undefined;
  #killedFor: string | undefined;
  #target: ProbeTarget | undefined;

  constructor(private readonly props: ContainerRunProps) {
    this.firstStart = new Promise((resolve) => (this.#startedOnce = resolve));
  }

  /** Runs until no restart is due or it was stopped. @returns the last exit code */
  async untilDone(rule: RestartRule): Promise<number> {
    for (;;) {
      const spec = await this.prepared();
      if (spec === undefined) return 137;
      const exit = await this.once(spec);
      if (this.over() || rule === "Never" || (rule === "OnFailure" && exit.code === 0)) return exit.code;
      const seconds = this.props.backoffSeconds * Math.min(2 ** this.record.restartCount, 16);
      this.record.lastState = this.record.state;
      this.record.restartCount += 1;
      this.change({
        waiting: { reason: "CrashLoopBackOff", message: `back-off ${seconds}s restarting failed container` },
      });
      await this.pause(seconds);
      if (this.over()) {
        this.change(this.record.lastState);
        return exit.code;
      }
    }
  }

  /** Asks the container to end, kills it after the grace period, and does not restart it. */
  async stop(graceSeconds: number): Promise<void> {
    this.#over.abort();
    await this.end(graceSeconds);
  }

  /**
   * Runs a command inside the running container, as an exec probe does.
   * @throws if it does not run, or with the output of the command if that fails.
   */
  async exec(command: readonly string[], timeoutSeconds = 10): Promise<void> {
    if (this.#target === undefined) throw new Error(`container ${this.props.container.name} does not run`);
    const why = await tryProbe({ exec: { command }, timeoutSeconds }, this.#target);
    if (why !== undefined) throw new Error(why);
  }

  private async prepared(): Promise<ContainerSpec | undefined> {
    while (!this.over()) {
      try {
        return await this.props.prepare(this.record.restartCount);
      } catch (error) {
        const { message } = error as Error;
        const reason = error instanceof ContainerConfigError ? "CreateContainerConfigError" : "ErrImagePull";
        const { state } = this.record;
        if (!("waiting" in state) || state.waiting.message !== message) {
          this.props.onEvent("Failed", `Error: ${message}`);
          this.change({ waiting: { reason, message } });
        }
        await this.pause(1);
      }
    }
    return undefined;
  }

  private async once(spec: ContainerSpec): Promise<ContainerExit> {
    const startedAt = now();
    const started = new ContainerProcess(this.props.runner, spec);
    this.#process = started;
    this.#killedFor = undefined;
    this.record.imageId = spec.image.id;
    const probes = new AbortController();
    void started.started.then((pid) => {
      if (probes.signal.aborted) return;
      this.change({ running: { startedAt } });
      this.probe(spec, pid, probes.signal);
    });
    // Stopped during preparation.
    if (this.over()) started.kill();
    const exit = await started.exit;
    probes.abort();
    this.#target = undefined;
    this.record.ready = false;
    this.record.started = false;
    const reason = exit.startError !== undefined ? "StartError" : exit.code === 0 ? "Completed" : "Error";
    const message = exit.startError ?? this.#killedFor ?? this.lastWords(started, spec, exit);
    this.change({
      terminated: {
        exitCode: exit.code,
        reason,
        ...(message !== "" && { message }),
        startedAt,
        finishedAt: now(),
      },
    });
    return exit;
  }

  private lastWords(process: ContainerProcess, spec: ContainerSpec, exit: ContainerExit): string {
    const message = process.terminationMessage;
    const fallBack = this.props.container.terminationMessagePolicy === "FallbackToLogsOnError";
    return message === "" && fallBack && exit.code !== 0 ? lastLines(spec.log, 80, 2048) : message;
  }

  private probe(spec: ContainerSpec, pid: number, signal: AbortSignal): void {
    const { container, address, onEvent, onChange } = this.props;
    const target = { container, address, pid, identity: spec.identity, variables: spec.variables };
    this.#target = target;
    const killFor = (kind: string, why: string): void => {
      onEvent("Unhealthy", `${kind} probe failed: ${why}`);
      this.#killedFor = `${kind} probe failed: ${why}`;
      void this.end(this.props.graceSeconds);
    };
    const begin = (): void => {
      this.record.started = true;
      this.record.ready = container.readinessProbe === undefined;
      this.#startedOnce();
      onChange();
      if (container.readinessProbe !== undefined)
        void probeLoop(container.readinessProbe, target, signal, (good, why) => {
          if (!good) onEvent("Unhealthy", `Readiness probe failed: ${why}`);
          this.record.ready = good;
          onChange();
        });
      if (container.livenessProbe !== undefined)
        void probeLoop(container.livenessProbe, target, signal, (good, why) => {
          if (!good) killFor("Liveness", why);
        });
    };
    if (container.startupProbe === undefined) {
      begin();
      return;
    }
    const startup = new AbortController();
    signal.addEventListener("abort", () => startup.abort());
    void probeLoop(container.startupProbe, target, startup.signal, (good, why) => {
      startup.abort();
      if (good) begin();
      else killFor("Startup", why);
    });
  }

  private async end(graceSeconds: number): Promise<void> {
    const running = this.#process;
    if (running === undefined) return;
    running.signal("SIGTERM");
    const patience = new AbortController();
    const timeout = sleep(graceSeconds * 1000, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([running.exit, timeout]);
    patience.abort();
    running.kill();
    await running.exit;
  }

  private change(state: ContainerRecord["state"]): void {
    this.record.state = state;
    this.props.onChange();
  }

  private over(): boolean {
    return this.#over.signal.aborted;
  }

  private async pause(seconds: number): Promise<void> {
    await sleep(seconds * 1000, undefined, { signal: this.#over.signal }).catch(() => undefined);
  }
}
