import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** How a program ended, and all that it printed. */
export interface Outcome {
  /** Null if a signal ended it. */
  readonly code: number | null;
  /** Standard output and error, as they came. */
  readonly output: string;
  readonly stdout: string;
  readonly seconds: number;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** @default 300 */
  readonly timeoutSeconds?: number;
  /** Gets each line as it is printed. */
  readonly onLine?: (line: string) => void;
}

const running = new Set<ChildProcess>();

/** A program that runs in a process group of its own, so that it can be killed with all its children. */
export class Running {
  readonly done: Promise<Outcome>;
  readonly child: ChildProcess;

  constructor(command: string, args: readonly string[], options: RunOptions = {}) {
    this.child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    running.add(this.child);
    this.done = collect(this.child, options);
  }

  /** Ends the program and its children at once, as a crash or the kernel would. */
  kill(signal: NodeJS.Signals = "SIGKILL"): void {
    killGroup(this.child, signal);
  }
}

/** Runs a program to its end. A program that can't be started or hangs comes back with a code that isn't 0. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  return new Running(command, args, options).done;
}

async function collect(child: ChildProcess, options: RunOptions): Promise<Outcome> {
  const began = Date.now();
  const { timeoutSeconds = 300, onLine, input } = options;
  let output = "";
  let stdout = "";
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
    stdout += chunk;
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach((line) => onLine?.(line));
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  child.stdin?.on("error", () => undefined);
  if (input !== undefined) child.stdin?.end(input);
  const timer = setTimeout(() => {
    output += `\nstopped after ${timeoutSeconds} s`;
    killGroup(child, "SIGKILL");
  }, timeoutSeconds * 1000);
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output, stdout, seconds: Math.round((Date.now() - began) / 1000) };
  } catch (error) {
    return { code: 127, output: `${output}${String(error)}`, stdout, seconds: 0 };
  } finally {
    clearTimeout(timer);
    running.delete(child);
  }
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

/** Ends everything that was started here and still runs. */
export function stopEverything(): void {
  for (const child of running) killGroup(child, "SIGKILL");
}
