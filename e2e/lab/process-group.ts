import { type ChildProcess, spawn, type StdioOptions } from "node:child_process";

/** How a process group starts. */
export interface GroupOptions {
  readonly folder: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdio: StdioOptions;
  /** Runs as this user and its groups instead of root: some servers refuse root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/**
 * Starts a program in a process group of its own. The kernel kills it when this process dies (PR_SET_PDEATHSIG), so
 * that even `kill -9` leaves nothing behind.
 */
export function startGroup(program: string, args: readonly string[], options: GroupOptions): ChildProcess {
  const { folder, environment, stdio, user } = options;
  const identity = user === undefined ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
  return spawn("setpriv", ["--pdeathsig", "KILL", ...identity, "--", program, ...args], {
    cwd: folder,
    env: environment,
    stdio,
    detached: true,
  });
}

/** Sends a signal to the whole process group; one that is gone already is no error. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
