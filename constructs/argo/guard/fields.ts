import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { repositoryPath } from "../../../config/repository";

/** What the guard says of a field; see fields.yaml. */
export type Verdict = "allowed" | "bounded" | "refused" | "controller";

/** The writer of the field: a caller who submits, a team's own template, or a change of a running workflow. */
export type Situation = "submitted" | "own" | "update";

export interface FieldTable {
  /** Where Argo defines the type: a file of its definitions, and the path in its schema. */
  readonly definition: { readonly file: string; readonly path: string };
  readonly fields: Readonly<Record<string, Readonly<Partial<Record<Situation, Verdict>>>>>;
}

type FieldTables = Readonly<Record<string, FieldTable>>;

let known: FieldTables | undefined;

/** The verdicts, by Argo's name of the type. Read only once, and only if a guard is built. */
export function fieldTables(): FieldTables {
  known ??= parse(
    readFileSync(repositoryPath("constructs", "argo", "guard", "fields.yaml"), "utf8"),
  ) as FieldTables;
  return known;
}

/** The fields of a type that may be there at all; rules judge some of them further. */
export function permittedFields(type: string, situation: Situation): string[] {
  const fields = fieldTables()[type]?.fields ?? {};
  return Object.keys(fields).filter((name) =>
    ["allowed", "bounded"].includes(fields[name]?.[situation] ?? ""),
  );
}

/** The fields of a type that only the controller changes. */
export function controllerFields(type: string): string[] {
  const fields = fieldTables()[type]?.fields ?? {};
  return Object.keys(fields).filter((name) => fields[name]?.update === "controller");
}
