import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { signalGroup } from "./process-group";

export interface CommandOptions {
  /** Working directory; default: that of this process. */
  readonly folder?: string;
  /** The whole environment; default: that of this process. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Seconds after which it is killed; default 300. */
  readonly timeoutSeconds?: number;
}

/** How a command ended, and everything that it printed. */
export interface Outcome {
  /** Null if a signal ended it. */
  readonly code: number | null;
  /** Standard output and error, in the order in which they arrived. */
  readonly output: string;
  readonly stdout: string;
}

/** A program that runs to its end and whose output is wanted. */
export class Command {
  readonly done: Promise<Outcome>;

  constructor(
    private readonly child: ChildProcess,
    options: CommandOptions,
  ) {
    this.done = collect(child, options);
  }

  /** Kills it and its children at once, as a crash would. */
  kill(): void {
    signalGroup(this.child, "SIGKILL");
  }

  async stop(): Promise<void> {
    this.kill();
    await this.done;
  }
}

async function collect(child: ChildProcess, options: CommandOptions): Promise<Outcome> {
  const { timeoutSeconds = 300 } = options;
  let output = "";
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    stdout += chunk;
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  const timer = setTimeout(() => {
    output += `\nstopped after ${timeoutSeconds} s`;
    signalGroup(child, "SIGKILL");
  }, timeoutSeconds * 1000);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output, stdout };
  } catch (error) {
    return { code: 127, output: `${output}${String(error)}`, stdout };
  } finally {
    clearTimeout(timer);
  }
}
