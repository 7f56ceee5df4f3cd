import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A program of the system that a run needs. */
export interface SystemProgram {
  readonly name: string;
  /** Debian package that has it. */
  readonly package: string;
  readonly purpose: string;
}

const needed: readonly SystemProgram[] = [
  { name: "initdb", package: "postgresql", purpose: "the archive" },
  { name: "postgres", package: "postgresql", purpose: "the archive" },
  { name: "psql", package: "postgresql-client", purpose: "looking into the archive" },
  { name: "openssl", package: "openssl", purpose: "certificates" },
  { name: "python3", package: "python3-venv", purpose: "the AWS emulator" },
  { name: "setpriv", package: "util-linux", purpose: "starting programs that end with the lab" },
  { name: "nsenter", package: "util-linux", purpose: "exec probes" },
];

/**
 * Path of a program of the system: on PATH, or where Debian keeps PostgreSQL's server programs.
 * @throws naming the package.
 */
export function systemProgram(name: string): string {
  const found = find(name);
  if (found !== undefined) return found;
  const known = needed.find((each) => each.name === name);
  throw new Error(missingSentence("The lab", [known ?? { name, package: name, purpose: "this run" }]));
}

/**
 * Checks that this machine has everything that the lab needs.
 * @throws with the `apt-get install` of missing programs, or a sentence that root is needed.
 */
export function requireSystem(): void {
  if (process.platform !== "linux" || process.getuid?.() !== 0)
    throw new Error("the lab runs pods in Linux namespaces: run it on Linux as root (sudo npm run lab)");
  requirePrograms("The lab", needed);
}

/**
 * Checks that this machine has the programs that `who` needs.
 * @throws with the `apt-get install` of missing programs
 */
export function requirePrograms(who: string, programs: readonly SystemProgram[]): void {
  const missing = programs.filter(({ name }) => find(name) === undefined);
  if (missing.length > 0) throw new Error(missingSentence(who, missing));
}

function find(name: string): string | undefined {
  const postgres = "/usr/lib/postgresql";
  const versions = existsSync(postgres) ? readdirSync(postgres).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...(process.env["PATH"] ?? "").split(delimiter),
    ...versions.map((version) => join(postgres, version, "bin")),
  ];
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

function missingSentence(who: string, missing: readonly SystemProgram[]): string {
  const list = missing.map(({ name, purpose }) => `${name} (for ${purpose})`).join(", ");
  const packages = [...new Set(missing.map((each) => each.package))].join(" ");
  return `${who} needs ${list}. On Debian: apt-get install ${packages}`;
}
