import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Processes } from "./processes";

/** What a supervised run gets. */
export interface Supervised {
  readonly processes: Processes;
  /** Data folder of this run, removed at the end unless `LAB_KEEP=1`. */
  readonly folder: string;
  /** Aborted when the run has to end. */
  readonly interrupted: AbortSignal;
}

/** The system's folder for temporary files that outlive a restart: every user can enter it. */
const open = "/var/tmp";

/** Whether other users can enter the folder: each folder on its path is executable for everybody. */
function isOpen(folder: string): boolean {
  const parent = dirname(folder);
  return (statSync(folder).mode & 0o001) !== 0 && (parent === folder || isOpen(parent));
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `run` and afterwards stops every process and removes the data folder, whether it returned, threw, was
 * interrupted (SIGINT, SIGTERM, SIGHUP) or something threw outside of it. Returns the exit code: what `run`
 * returned, 1 after an error, 128 plus the signal's number after a signal. The data folder is in `temporary`, or in
 * /var/tmp where other users can't enter that.
 */
export async function supervise(
  run: (given: Supervised) => Promise<number>,
  temporary = tmpdir(),
): Promise<number> {
  // PostgreSQL doesn't run as root, so its user must be able to enter the folder.
  const folder = mkdtempSync(join(isOpen(temporary) ? temporary : open, "argo-lab-"));
  const processes = new Processes(join(folder, "logs"));
  const controller = new AbortController();
  let interrupt: (code: number) => void = () => undefined;
  const interrupted = new Promise<number>((resolve) => (interrupt = resolve));

  const onSignal = (signal: NodeJS.Signals): void => {
    console.error(`\n${signal}: stopping everything`);
    interrupt(128 + { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }[signal as (typeof signals)[number]]);
  };
  const onError = (error: unknown): void => {
    console.error(error);
    interrupt(1);
  };
  signals.forEach((signal) => process.on(signal, onSignal));
  process.on("uncaughtException", onError);
  process.on("unhandledRejection", onError);

  const running = run({ processes, folder, interrupted: controller.signal }).catch((error: unknown) => {
    if (!controller.signal.aborted) console.error(error instanceof Error ? error.message : error);
    return 1;
  });
  const code = await Promise.race([running, interrupted]);
  controller.abort();
  await processes.stop();
  if (process.env["LAB_KEEP"] === "1") console.error(`LAB_KEEP=1: data and logs stay in ${folder}`);
  // A killed process may still write a file into a folder that is being removed.
  else rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  signals.forEach((signal) => process.off(signal, onSignal));
  process.off("uncaughtException", onError);
  process.off("unhandledRejection", onError);
  return code;
}
