import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import type { Environment } from "../../../config/environment";
import { explain } from "../../../tools/explain/explain";
import { printedPage } from "../../../tools/explain/page/page";
import { together } from "../../../tools/explain/page/together";
import type { Plan } from "../../../tools/explain/plan";
import { planFromJson, type Stack } from "../../../tools/plan-from-json/plan";
import { environmentOf, stackOf } from "../../fixtures/synthesis";

/** A change of an environment file, or of the text of its stacks, and what the page must say about it. */
export interface Case {
  /** What a person did. */
  readonly change: string;
  /** Fields of the environment file. `null` removes one. */
  readonly file?: Record<string, unknown>;
  /** What a pull request changes in the text itself. */
  readonly edit?: (stacks: Record<string, any>) => void; // eslint-disable-line @typescript-eslint/no-explicit-any
  /** The stacks that are read. */
  readonly stacks: readonly string[];
  /** Parts of sentences, each below its mark. */
  readonly danger?: readonly string[];
  readonly check?: readonly string[];
  readonly note?: readonly string[];
  readonly same?: readonly string[];
  /** What no sentence may say. */
  readonly never?: readonly (string | RegExp)[];
}

/** The environment that every case changes: production, with everything that the cases take away. */
export const file = {
  ...(parse(readFileSync("__tests__/fixtures/environments/production.yaml", "utf8")) as Record<
    string,
    unknown
  >),
  monitoring: {
    serviceMonitor: true,
    rules: true,
    runbookUrl: "https://git.example.com/runbooks",
    alarmTopicArn: "arn:aws:sns:eu-central-1:333333333333:alarms",
  },
  targets: { backend: { requires: { approval: { groups: ["releases"], count: 2 } } } },
};

const known = new Map<string, Environment>();

function environmentWith(changes: Record<string, unknown>): Environment {
  const key = JSON.stringify(changes);
  const one = known.get(key) ?? environmentOf(stringify(merged(file, changes)), "production");
  known.set(key, one);
  return one;
}

function merged(before: unknown, changes: unknown): unknown {
  if (!isMap(before) || !isMap(changes)) return changes;
  const result: Record<string, unknown> = { ...before };
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) Reflect.deleteProperty(result, name);
    else result[name] = merged(result[name], value);
  }
  return result;
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The plans of a case, as `plan-from-json` makes them. */
export function plansOf({ file: changes = {}, edit, stacks }: Case): Plan[] {
  const [before, after] = [environmentWith({}), environmentWith(changes)];
  const now = Object.fromEntries(stacks.map((name) => [name, stackOf(after, name)]));
  edit?.(now);
  return stacks.map((name) => ({
    stack: `production-argo-${name}`,
    json: planFromJson(stackOf(before, name) as unknown as Stack, now[name] as unknown as Stack, "main"),
  }));
}

/** Sentences of a page by their mark. */
export function sentences(plans: readonly Plan[]): Record<"danger" | "check" | "note" | "same", string[]> {
  const page = explain(plans);
  const of = (level: string) =>
    together(page.findings.filter((finding) => finding.level === level)).map((finding) => {
      const [, line = ""] =
        /^- (.*)$/m.exec(printedPage({ findings: [finding], rest: [], notProved: [] }, "text")) ?? [];
      return line;
    });
  return { danger: of("danger"), check: of("check"), note: of("note"), same: of("same") };
}
