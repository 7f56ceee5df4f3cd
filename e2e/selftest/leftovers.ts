import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { startLab } from "../lab/lab";
import { supervise } from "../lab/supervise";
import { waitFor } from "../lab/wait-for";
import { runSuite } from "../shared/frame";

const endings = ["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL", "throw", "throw elsewhere"] as const;

/** A lab with a pod that does not end by itself. It prints READY and its data folder, and ends in the given way. */
function victim(ending: string): Promise<number> {
  return supervise(async (given) => {
    const lab = await startLab({ ...given, progress: () => undefined, definitions: false });
    const pods = "/api/v1/namespaces/default/pods";
    const command = ["sh", "-c", "trap '' TERM; sleep 1000 & wait; sleep 1000"];
    await lab.api.post(pods, {
      metadata: { name: "stubborn" },
      spec: { containers: [{ name: "main", image: "i", command }] },
    });
    await waitFor("pod running", async () => {
      const { status } = await lab.api.get<{ status: { phase: string } }>(`${pods}/stubborn`);
      return status.phase === "Running" ? true : undefined;
    });
    console.log(`READY ${lab.folder}`);
    // The other side writes a line once it has seen what runs.
    if (ending === "throw")
      await once(process.stdin, "data").then(() => Promise.reject(new Error("thrown on purpose")));
    if (ending === "throw elsewhere")
      process.stdin.once("data", () => {
        throw new Error("thrown on purpose");
      });
    await new Promise((resolve) => given.interrupted.addEventListener("abort", resolve));
    return 0;
  });
}

/** Processes that name the folder in their command line, environment or mounts, as `pid command`. */
function processesOf(folder: string): string[] {
  const read = (pid: string, file: string): string => {
    try {
      return readFileSync(join("/proc", pid, file), "utf8");
    } catch {
      return "";
    }
  };
  return readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && pid !== process.pid.toString())
    .filter((pid) => ["cmdline", "environ", "mountinfo"].some((file) => read(pid, file).includes(folder)))
    .map((pid) => `${pid} ${read(pid, "cmdline").replaceAll("\0", " ").slice(0, 80)}`);
}

/** Starts a victim and ends it. @returns its exit code and what is left: processes, mounts, the data folder */
async function leftoversAfter(ending: (typeof endings)[number]) {
  const child = spawn(process.execPath, ["--import", "tsx", __filename, "victim", ending], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (text: Buffer) => (said += text.toString()));
  const ended = new Promise<number | string>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ?? code ?? -1)),
  );
  let folder = "";
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith("READY ")) continue;
    folder = line.slice("READY ".length);
    break;
  }
  if (folder === "") throw new Error(`the lab did not come up: ${said.trim()}`);
  const before = processesOf(folder).length;
  if (ending.startsWith("SIG")) child.kill(ending as NodeJS.Signals);
  else child.stdin.write("end\n");
  const code = await ended;
  // The kernel kills most processes at once, but a database's children notice by themselves that it is dead.
  for (let tries = 0; tries < 3000 && processesOf(folder).length > 0; tries++) await sleep(100);
  const left = processesOf(folder);
  const mounts = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .filter((line) => line.includes(folder));
  const kept = existsSync(folder);
  rmSync(folder, { recursive: true, force: true });
  return { ran: before > 5, code, left, mounts, kept };
}

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGKILL: "SIGKILL", throw: 1, "throw elsewhere": 1 };

/** The second half of `npm run e2e:selftest`: however a run ends, nothing of it is left. */
function main(): Promise<never> {
  return runSuite({ lab: false }, async ({ table }) => {
    for (const ending of endings) {
      const expected = { ran: true, code: codes[ending], left: [], mounts: [], kept: ending === "SIGKILL" };
      await table.row(`nothing is left after ${ending}`, expected, () => leftoversAfter(ending));
    }
  });
}

const [mode, ending = ""] = process.argv.slice(2);
if (mode === "victim") void victim(ending).then((code) => process.exit(code));
else void main();
