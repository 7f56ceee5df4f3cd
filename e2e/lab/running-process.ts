import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { logTail } from "./log-tail";
import { type GroupOptions, signalGroup } from "./process-group";

export interface StartOptions {
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Working directory; default: the folder of the logs. */
  readonly folder?: string;
  readonly user?: GroupOptions["user"];
  /** Milliseconds between the request to stop and KILL; default 5000. */
  readonly graceMilliseconds?: number;
  /** The request to stop; default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** Called when it ends without having been asked to. */
  readonly onUnexpectedExit?: (message: string) => void;
}

/** One running program: its own process group, its output in one log file. */
export class RunningProcess {
  /** Resolves with how it ended, once it has. */
  readonly ended: Promise<string>;
  #end: string | undefined;
  #stopping = false;

  constructor(
    readonly name: string,
    readonly log: string,
    private readonly child: ChildProcess,
    private readonly options: StartOptions,
  ) {
    this.ended = new Promise((resolve) => {
      const finish = (how: string): void => {
        if (this.#end !== undefined) return;
        this.#end = how;
        if (!this.#stopping) options.onUnexpectedExit?.(this.failure(`ended (${how})`));
        resolve(how);
      };
      child.once("error", (error) => finish(error.message));
      child.once("exit", (code, signal) => finish(signal ?? `exit code ${code ?? "unknown"}`));
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** How it ended, undefined while it runs. */
  get end(): string | undefined {
    return this.#end;
  }

  /** Sends a signal to the whole process group; one that is gone already is no error. */
  signal(signal: NodeJS.Signals): void {
    signalGroup(this.child, signal);
  }

  /** Asks it to stop, then kills it; the group is killed in any case, since a leader that died may have left children. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#end === undefined) {
      this.signal(this.options.stopSignal ?? "SIGTERM");
      const grace = new AbortController();
      const timeout = sleep(this.options.graceMilliseconds ?? 5000, undefined, { signal: grace.signal });
      await Promise.race([this.ended, timeout.catch(() => undefined)]);
      grace.abort();
    }
    this.kill();
    await this.ended;
  }

  /** Kills it at once. This counts as a planned end. */
  kill(): void {
    this.#stopping = true;
    this.signal("SIGKILL");
  }

  /**
   * Waits until `probe` has an answer that isn't false, null or undefined. It can be patient, since it notices at once
   * when the process has ended. @returns the answer
   * @throws with the end of the log if the process ends first or `seconds` pass.
   */
  async until<T>(what: string, probe: () => Promise<T> | T, seconds = 600): Promise<NonNullable<T>> {
    const deadline = Date.now() + seconds * 1000;
    let last = "";
    while (Date.now() < deadline) {
      if (this.#end !== undefined)
        throw new Error(this.failure(`ended before it was ${what} (${this.#end})`));
      try {
        const answer = await probe();
        if (answer) return answer;
      } catch (error) {
        last = ` Last answer: ${(error as Error).message.replace(/\.$/, "")}.`;
      }
      await sleep(50);
    }
    throw new Error(this.failure(`was not ${what} within ${seconds} s.${last}`));
  }

  private failure(what: string): string {
    return `${this.name} ${what}. The end of ${this.log}:\n${logTail(this.log)}`;
  }
}
