import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What the commands of a page can name. */
export interface Repository {
  /** npm scripts and what they run. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Paths of all files, and of the folders that have them. */
  readonly paths: readonly string[];
  /** Whether Git ignores a path: what commands leave behind. */
  readonly ignores: (path: string) => boolean;
  /** Sources in which a script's flags stand, as one text. */
  readonly sourcesOf: (script: string) => string;
}

/** The repository in the working folder. */
export function thisRepository(): Repository {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as Pick<Repository, "scripts">;
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
  });
  const files = listed.split("\0").filter((file) => file !== "" && existsSync(file));
  const folders = files.flatMap((file) => {
    const parts = dirname(file).split("/");
    return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  });
  return {
    scripts,
    paths: [...new Set([...files, ...folders])],
    ignores: (path) => {
      try {
        execFileSync("git", ["check-ignore", "--quiet", path], { stdio: "ignore" });
        return true;
      } catch {
        return false;
      }
    },
    sourcesOf: (script) => sourcesOf(scripts[script] ?? ""),
  };
}

/** The entry file of a script, the files of the folder with its name, and for a suite the frame that reads flags. */
function sourcesOf(command: string): string {
  const [, entry] = /(\S+\.ts)$/.exec(command) ?? [];
  if (entry === undefined) return "";
  const folder = basename(entry) === "main.ts" ? dirname(entry) : entry.replace(/\.ts$/, "");
  const neighbors = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".ts")) : [];
  const frame = entry.startsWith("e2e/") ? ["e2e/shared/frame.ts"] : [];
  return [entry, ...neighbors.map((file) => join(folder, file)), ...frame]
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

const cdktfCommands = ["deploy", "destroy", "diff", "list", "output", "synth"];

/** What a command names that doesn't exist, as sentences. */
export function missingNames(words: readonly string[], repository: Repository): string[] {
  return [...missingScript(words, repository), ...words.flatMap((word) => missingPath(word, repository))];
}

function missingScript(words: readonly string[], { scripts, sourcesOf: sources }: Repository): string[] {
  const [program, subcommand, ...rest] = words;
  if (program !== "npm") return [];
  if (subcommand === "ci" || subcommand === "test") return [];
  if (subcommand !== "run") return [`npm ${subcommand ?? ""} isn't a command that the pages use`];
  const [script = "", ...told] = rest.filter((word) => word !== "--silent");
  if (!(script in scripts)) return [`there is no npm script ${script}`];
  const [dashes, ...given] = told;
  if (dashes !== undefined && dashes !== "--") return [`npm run ${script}: put -- before ${dashes}`];
  if (script === "cdktf")
    return cdktfCommands.includes(given[0] ?? "") ? [] : [`cdktf has no command ${given[0] ?? ""}`];
  const text = sources(script);
  return given.flatMap((word) => {
    const [, flag] = /^(--?[a-z][a-z-]*)/.exec(word) ?? [];
    return flag === undefined || new RegExp(`${flag}(?![a-z-])`).test(text)
      ? []
      : [`npm run ${script} knows no ${flag}`];
  });
}

/** A word that begins with a folder of the repository; `$NAME` and `*` in it stand for anything. */
function missingPath(word: string, { paths, ignores }: Repository): string[] {
  const path = word
    .replace(/^-[a-z-]+=/, "")
    .replace(/^(?:\$PWD\/|\.\/)/, "")
    .replace(/\/$/, "");
  if (!/^[\w.$*{}/-]+\/[\w.$*{}/-]+$/.test(path)) return [];
  const [top = ""] = path.split("/");
  if (!paths.includes(top)) return [];
  const parts = path
    .split(/\$\{?[A-Za-z_]\w*\}?|\*/)
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join("[^/]+")}$`);
  if (paths.some((each) => pattern.test(each))) return [];
  return ignores(path.replaceAll(/[$*{}]/g, "x")) ? [] : [`there is no ${path}`];
}
