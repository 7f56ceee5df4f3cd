import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Image } from "./images";
import type { Identity } from "./security";
import type { Mount } from "./volumes";

/** Everything that a container needs to start. */
export interface ContainerSpec {
  /** A new folder for this start, for the files of `lab-container`. */
  readonly folder: string;
  readonly log: string;
  readonly hostname: string;
  readonly image: Image;
  readonly readOnlyRoot: boolean;
  readonly mounts: readonly Mount[];
  readonly identity: Identity;
  readonly workingDir: string;
  readonly variables: ReadonlyMap<string, string>;
  readonly command: readonly string[];
  readonly terminationMessagePath: string;
}

/** How a container ended. */
export interface ContainerExit {
  readonly code: number;
  /** Why it could not start. */
  readonly startError?: string;
}

/** A container: a process in its own namespaces, run by `lab-container`, which dies with this process. */
export class ContainerProcess {
  readonly exit: Promise<ContainerExit>;
  /** Resolves with the process id on the host once the container's program runs; never if it can't start. */
  readonly started: Promise<number>;
  readonly #child: ChildProcess;
  readonly #terminationLog: string;

  constructor(runner: string, spec: ContainerSpec) {
    const scratch = join(spec.folder, "scratch");
    mkdirSync(scratch, { recursive: true });
    this.#terminationLog = join(spec.folder, "termination-log");
    writeFileSync(this.#terminationLog, "");
    // Any user of the container may write its termination message, whatever the umask is.
    chmodSync(this.#terminationLog, 0o666);
    writeFileSync(join(spec.folder, "spec.json"), JSON.stringify(this.describe(spec, scratch)), {
      mode: 0o600,
    });
    this.#child = spawn(runner, [join(spec.folder, "spec.json")], {
      stdio: ["ignore", "ignore", "inherit", "pipe"],
      detached: true,
      env: {},
    });
    const report = readReport(this.#child.stdio[3] as Readable);
    this.started = new Promise((resolve) => void report.then(({ pid }) => pid !== undefined && resolve(pid)));
    this.exit = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve({ code: 128, startError: error.message }));
      this.#child.once("close", (code, signal) => {
        void report.then(({ error }) =>
          resolve({
            code: signal === null ? (code ?? 128) : 137,
            ...(error !== undefined && { startError: error }),
          }),
        );
      });
    });
  }

  /** Sends a signal to the container's first process; `lab-container` passes it on. */
  signal(signal: "SIGTERM" | "SIGINT"): void {
    this.#child.kill(signal);
  }

  /** Ends the container and everything in it at once: the kernel kills a namespace with its first process. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  /** Content of the container's termination message file. */
  get terminationMessage(): string {
    return readFileSync(this.#terminationLog, "utf8").slice(0, 4096);
  }

  private describe(spec: ContainerSpec, scratch: string) {
    const { image, identity } = spec;
    const files = image.files.map((file) => ({ ...file, readOnly: true }));
    const last = { source: this.#terminationLog, target: spec.terminationMessagePath, readOnly: false };
    return {
      log: spec.log,
      hostname: spec.hostname,
      root: { layers: image.layers, readOnly: spec.readOnlyRoot, hide: image.hide, scratch },
      mounts: [...files, ...spec.mounts, last],
      user: { uid: identity.uid, gid: identity.gid, groups: identity.groups },
      capabilities: identity.capabilities,
      noNewPrivileges: identity.noNewPrivileges,
      workingDir: spec.workingDir,
      env: [...spec.variables].map(([name, value]) => `${name}=${value}`),
      args: spec.command,
    };
  }
}

async function readReport(stream: Readable): Promise<{ pid?: number; error?: string }> {
  let text = "";
  try {
    for await (const chunk of stream) text += String(chunk);
  } catch {
    // A killed runner reports nothing.
  }
  return text === "" ? {} : (JSON.parse(text) as { pid?: number; error?: string });
}
