import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { z } from "zod";
import { byCodeUnit } from "./code-unit-order";
import { completeEnvironment } from "./complete-environment";
import { type Environment, type EnvironmentFile, environmentFile } from "./environment";
import { problemAt, problemsOf } from "./field-problems";
import { show } from "./printable";
import { type Problem, render, sortProblems, startOfFile } from "./problem";
import { Refusal } from "./refusal";
import { violationsOf } from "./rules/index";
import { sharedViolations } from "./rules/shared";
import type { Draft, Violation } from "./rules/violation";
import { YamlFile } from "./yaml-file";

/** Limit of lines that a person reads at once. */
const maxLines = 50;

/**
 * Everything that is wrong with the environment files, one line each: file, line, column, field, value, what is
 * allowed. The message has the first 50 lines, and the number of the others.
 */
export class EnvironmentFileError extends Refusal {
  override readonly name = "EnvironmentFileError";
  /** @param unlisted number of problems that have no line */
  constructor(
    readonly problems: readonly string[],
    unlisted = 0,
  ) {
    const others = Math.max(0, problems.length - maxLines) + unlisted;
    const more = others > 0 ? [`and ${others} more`] : [];
    super([...problems.slice(0, maxLines), ...more].join("\n"));
  }
}

/** An environment file, and what is wrong with it before any rule looks at it. */
interface Candidate {
  readonly path: string;
  readonly problems: readonly Problem[];
  /** Undefined if the file is not readable YAML. */
  readonly content?: Content;
}

interface Content {
  readonly file: YamlFile;
  readonly draft: Draft;
  /** Undefined if the schema refuses the file. */
  readonly complete?: EnvironmentFile;
}

/**
 * Reads every `*.yaml` file of a folder, checks them all, and returns the environments sorted by name.
 * @param directory the folder; every error line begins with this path
 * @throws EnvironmentFileError with every problem of every file
 */
export function loadEnvironments(directory: string): Environment[] {
  const candidates = environmentFiles(directory).map(readCandidate);
  const contents = candidates.flatMap(({ content }) => content ?? []);
  const shared = sharedViolations(contents.map(({ draft }) => draft));
  let unlisted = 0;
  const lines = candidates.flatMap(({ path, problems, content }) => {
    const all = content ? [...problems, ...brokenRules(content, shared)] : problems;
    for (const { others = 0 } of all) unlisted += others;
    return sortProblems(all).map((problem) => render(path, problem));
  });
  if (lines.length > 0) throw new EnvironmentFileError(lines, unlisted);
  return contents.flatMap(({ draft, complete }) =>
    complete ? [completeEnvironment(draft.name, complete)] : [],
  );
}

function environmentFiles(directory: string): string[] {
  let entries: string[];
  try {
    entries = readdirSync(directory);
  } catch (error) {
    throw new EnvironmentFileError([`${directory}: can't be read: ${(error as Error).message}`]);
  }
  const files = entries.filter((entry) => /\.ya?ml$/i.test(entry)).sort(byCodeUnit);
  if (files.length === 0) {
    throw new EnvironmentFileError([`${directory}: has no environment file (<environment>.yaml)`]);
  }
  return files.map((entry) => join(directory, entry));
}

function brokenRules({ file, draft }: Content, shared: ReadonlyMap<string, Violation[]>): Problem[] {
  const violations = [...violationsOf(draft), ...(shared.get(draft.name) ?? [])];
  return violations.map(({ path, message }) => problemAt(file, path, message));
}

function readCandidate(path: string): Candidate {
  const name = basename(path, ".yaml");
  if (!path.endsWith(".yaml")) {
    return { path, problems: [{ position: startOfFile, message: "must end in .yaml; rename it" }] };
  }
  const { file, problems } = YamlFile.read(path);
  if (!file) return { path, problems };
  const misnamed = nameProblems(name);
  const parsed = environmentFile.safeParse(file.data);
  if (parsed.success) {
    // A missing field is not the same as a wrong one: a rule may require what the schema leaves optional.
    const draft = { certificateArn: undefined, ...parsed.data, name };
    return { path, problems: misnamed, content: { file, draft, complete: parsed.data } };
  }
  const mistakes = parsed.error.issues.flatMap((issue) => problemsOf(file, issue, environmentFile));
  const draft = { ...soundParts(file.data, parsed.error), name };
  return { path, problems: [...misnamed, ...mistakes], content: { file, draft } };
}

function nameProblems(name: string): Problem[] {
  if (/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name)) return [];
  const message = `is named ${show(name)}; an environment's name has lowercase letters, digits and hyphens, and begins with a letter`;
  return [{ position: startOfFile, message }];
}

/**
 * The file without the parts that the schema refuses. An unknown key is removed alone. Of a team, only the wrong
 * field is removed, unless rules depend on it. Otherwise the whole section is removed: a rule that found a default
 * in place of the wrong value would report nonsense.
 */
function soundParts(data: unknown, { issues }: z.ZodError): Partial<EnvironmentFile> {
  // A file that isn't a map has no sound part.
  if (!isRecord(data) || Array.isArray(data)) return {};
  const copy: unknown = structuredClone(data);
  for (const issue of issues) {
    // Nobody looks at unknown keys at the top.
    if (issue.code === "unrecognized_keys" && issue.path.length === 0) continue;
    const paths =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) remove(copy, issue.code === "unrecognized_keys" ? path : unsoundPart(path));
  }
  const sound: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(environmentFile.shape)) {
    const value = isRecord(copy) ? copy[key] : undefined;
    const unsound = issues.some(({ path }) => path[0] === key) && value === undefined;
    const part = unsound ? undefined : schema.safeParse(value);
    if (part?.success) sound[key] = part.data;
  }
  return sound;
}

function unsoundPart(path: readonly PropertyKey[]): readonly PropertyKey[] {
  if (path[0] !== "teams") return path.slice(0, 1);
  const decidesForTheTeam = path[2] === undefined || path[2] === "namespace" || path[2] === "buildsImages";
  return path.slice(0, decidesForTheTeam ? 2 : 3);
}

function remove(data: unknown, path: readonly PropertyKey[]): void {
  const [key, ...rest] = path;
  if (key === undefined || !isRecord(data)) return;
  if (rest.length === 0) Reflect.deleteProperty(data, key);
  else remove(data[String(key)], rest);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
