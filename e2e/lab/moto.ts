import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cachedFolder, quietly } from "./cached-installation";
import { systemProgram } from "./system-packages";

const run = promisify(execFile);
const scripts = join(__dirname, "tools", "moto");

/** moto on this machine. */
export interface Moto {
  readonly version: string;
  /** The interpreter that has moto's packages. */
  readonly python: string;
  /** moto's server with the lab's corrections. */
  readonly server: string;
  /** Calls AWS operations, many per start of Python. */
  readonly calls: string;
}

/** Installs moto into the cache, once per content of `requirements.txt` and version of Python. */
export async function provideMoto(progress: (line: string) => void): Promise<Moto> {
  const system = systemProgram("python3");
  const what = "import sys; print('%d.%d' % sys.version_info[:2], sys.prefix)";
  const { stdout } = await run(system, ["-c", what]);
  const [version = "", prefix = ""] = stdout.trim().split(" ");
  const requirements = join(scripts, "requirements.txt");
  const text = readFileSync(requirements, "utf8");
  const moto = /^moto(?:\[server\])?==(\S+)/m.exec(text)?.[1] ?? "unknown";
  const key = createHash("sha256").update(text).update(prefix).digest("hex").slice(0, 12);
  const from = Date.now();
  const folder = await cachedFolder(`moto-${moto}-python${version}-${key}`, async (work) => {
    progress(`installing moto ${moto} ...`);
    await quietly(system, ["-m", "venv", work], { cwd: work });
    // The environment can be moved, because only its interpreter is called.
    const python = join(work, "bin", "python");
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"];
    await quietly(python, [...pip, "-r", requirements], { cwd: work });
    progress(`installed moto in ${Math.round((Date.now() - from) / 1000)} s`);
  });
  return {
    version: moto,
    python: join(folder, "bin", "python"),
    server: join(scripts, "server.py"),
    calls: join(scripts, "calls.py"),
  };
}
