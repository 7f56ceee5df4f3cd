import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { Command, type CommandOptions, type Outcome } from "./command";
import { startGroup } from "./process-group";
import { RunningProcess, type StartOptions } from "./running-process";

/** Starts programs and makes sure that none outlives this process, even if it is killed. */
export class Processes {
  readonly #running = new Set<RunningProcess | Command>();
  readonly #closers: { name: string; close: () => Promise<void> | void }[] = [];
  readonly #killAll = (): void => this.#running.forEach((each) => each.kill());

  /** `folder` takes one log file per process name. */
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    process.on("exit", this.#killAll);
  }

  /** Starts a server, whose output goes to a log file. */
  start(name: string, program: string, args: readonly string[], options: StartOptions = {}): RunningProcess {
    const log = join(this.folder, `${name}.log`);
    const output = openSync(log, "a");
    const child = startGroup(program, args, {
      folder: options.folder ?? this.folder,
      environment: this.named({ ...process.env, ...options.environment }),
      stdio: ["ignore", output, output],
      user: options.user,
    });
    closeSync(output);
    const started = new RunningProcess(name, log, child, options);
    this.#running.add(started);
    return started;
  }

  /** Starts a command whose output the caller wants. */
  command(program: string, args: readonly string[], options: CommandOptions = {}): Command {
    const child = startGroup(program, args, {
      folder: options.folder,
      environment: this.named(options.environment ?? process.env),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const command = new Command(child, options);
    this.#running.add(command);
    void command.done.then(() => this.#running.delete(command));
    return command;
  }

  /** Runs a command to its end. If it can't be started or takes too long, its exit code isn't 0. */
  run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<Outcome> {
    return this.command(program, args, options).done;
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
    for (const each of [...this.#running].reverse()) await each.stop();
    this.#running.clear();
    process.off("exit", this.#killAll);
  }

  /** LAB_RUN names the run that a process belongs to, for a search for leftovers. */
  private named(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
    return { ...environment, LAB_RUN: this.folder };
  }
}
