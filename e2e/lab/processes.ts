import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { logTail } from "./log-tail";

export interface StartOptions {
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** Runs as this user and its groups instead of root: some servers refuse root. */
  readonly user?: { readonly uid: number; readonly gid: number };
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
    if (this.child.pid === undefined) return;
    try {
      process.kill(-this.child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }

  /** Asks it to stop, then kills it; the group is killed in any case, for what a dead leader left behind. */
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

  /** Kills it without a question; `stopping` says that this is no accident. */
  kill(): void {
    this.#stopping = true;
    this.signal("SIGKILL");
  }

  /**
   * Waits until `probe` answers true; patient, since one that has ended is seen at once.
   * @throws a sentence with the end of the log when the process ends first or `seconds` pass.
   */
  async until(what: string, probe: () => Promise<boolean> | boolean, seconds = 120): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    let last = "";
    while (Date.now() < deadline) {
      if (this.#end !== undefined)
        throw new Error(this.failure(`ended before it was ${what} (${this.#end})`));
      try {
        if (await probe()) return;
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

/**
 * Starts programs and sees to it that none outlives this process. Each gets its own process group and asks the
 * kernel for SIGKILL when this process dies (PR_SET_PDEATHSIG), so that even `kill -9` leaves nothing behind.
 */
export class Processes {
  readonly #running: RunningProcess[] = [];
  readonly #closers: { name: string; close: () => Promise<void> | void }[] = [];
  readonly #killAll = (): void => this.#running.forEach((each) => each.kill());

  /** `folder` takes one log file per process name. */
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    process.on("exit", this.#killAll);
  }

  start(name: string, program: string, args: readonly string[], options: StartOptions = {}): RunningProcess {
    const log = join(this.folder, `${name}.log`);
    const output = openSync(log, "a");
    const user = options.user;
    const leash = ["--pdeathsig", "KILL"];
    if (user !== undefined) leash.push(`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups");
    const child = spawn("setpriv", [...leash, "--", program, ...args], {
      cwd: options.folder ?? this.folder,
      // LAB_RUN names the run that a process belongs to, for a search for leftovers.
      env: { ...process.env, ...options.environment, LAB_RUN: this.folder },
      stdio: ["ignore", output, output],
      detached: true,
    });
    closeSync(output);
    const started = new RunningProcess(name, log, child, options);
    this.#running.push(started);
    return started;
  }

  /** Registers something else to be ended by `stop`, in reverse order with the processes started before it. */
  onStop(name: string, close: () => Promise<void> | void): void {
    this.#closers.push({ name, close });
  }

  /** Ends everything: first what was registered, newest first, then the processes, newest first. */
  async stop(): Promise<void> {
    for (const { name, close } of this.#closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        console.error(`Stopping ${name}: ${(error as Error).message}`);
      }
    }
    for (const each of this.#running.splice(0).reverse()) await each.stop();
    process.off("exit", this.#killAll);
  }
}
