import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { z } from "zod";
import { byCodeUnit } from "./code-unit-order";
import { completeEnvironment } from "./complete-environment";
import { type Environment, type EnvironmentFile, environmentFile } from "./environment";
import { type Line, lineFor, linesOf, render, sortLines } from "./mistakes";
import { show } from "./printable";
import { Refusal } from "./refusal";
import { problemsOf } from "./rules/index";
import type { Draft, Problem } from "./rules/problem";
import { sharedProblems } from "./rules/shared";
import { type Position, YamlFile } from "./yaml-file";

/** Everything that is wrong with the environment files, a line each: file, line, column, field, value, what is allowed. */
export class EnvironmentFileError extends Refusal {
  override readonly name = "EnvironmentFileError";
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/** A file on its way to an environment. */
interface Candidate {
  readonly file: YamlFile;
  readonly draft: Draft;
  readonly complete: EnvironmentFile | undefined;
  readonly problems: Line[];
}

const start: Position = { line: 1, column: 1 };

/**
 * Reads every `*.yaml` of a folder, checks all of them, and returns the environments sorted by name.
 * @param directory the folder; its path begins every error line as given
 * @throws EnvironmentFileError with every mistake of every file
 */
export function loadEnvironments(directory: string): Environment[] {
  const results = environmentFiles(directory).map((path) => ({ path, result: readCandidate(path) }));
  const candidates = results.flatMap(({ result }) => (Array.isArray(result) ? [] : [result]));
  const shared = sharedProblems(candidates.map(({ draft }) => draft));
  const problems = results.flatMap(({ path, result }) => {
    const lines = Array.isArray(result) ? result : linesOfCandidate(result, shared);
    return sortLines(lines).map((line) => render(path, line));
  });
  if (problems.length > 0) throw new EnvironmentFileError(problems);
  return candidates.flatMap(({ draft, complete }) =>
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
    throw new EnvironmentFileError([`${directory}: holds no environment file (<environment>.yaml)`]);
  }
  return files.map((entry) => join(directory, entry));
}

function linesOfCandidate({ file, draft, problems }: Candidate, shared: Map<string, Problem[]>): Line[] {
  const rules = [...problemsOf(draft), ...(shared.get(draft.name) ?? [])];
  return [...problems, ...rules.map(({ path, message }) => lineFor(file, path, message))];
}

function readCandidate(path: string): Candidate | Line[] {
  const name = basename(path, ".yaml");
  if (!path.endsWith(".yaml")) return [{ position: start, text: "must end in .yaml; rename it" }];
  const file = YamlFile.read(path);
  if (Array.isArray(file)) return file.map(({ position, message }) => ({ position, text: message }));
  const problems: Line[] = [];
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name)) {
    problems.push({
      position: start,
      text: `is named ${show(name)}; an environment's name has lower-case letters, digits and hyphens, and begins with a letter`,
    });
  }
  const parsed = environmentFile.safeParse(file.data);
  if (parsed.success) {
    // Absent is not the same as unsound: a rule may demand what the schema leaves open.
    const draft = { certificateArn: undefined, ...parsed.data, name };
    return { file, problems, complete: parsed.data, draft };
  }
  problems.push(...parsed.error.issues.flatMap((issue) => linesOf(file, issue)));
  return { file, problems, complete: undefined, draft: { ...soundParts(file.data, parsed.error), name } };
}

/**
 * What is left when everything with a mistake of its own is taken out: unknown keys alone, a team's entry without
 * its wrong fields if no rule asks for them, otherwise the whole section, since a rule that met a default there would report nonsense.
 */
function soundParts(data: unknown, { issues }: z.ZodError): Partial<EnvironmentFile> {
  // Nothing is missing from a file that isn't a map: it is wrong as a whole.
  if (!isRecord(data) || Array.isArray(data)) return {};
  const copy: unknown = structuredClone(data);
  for (const issue of issues) {
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
