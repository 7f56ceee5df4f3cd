import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repositoryPath } from "./repository";

/** A rule of Prometheus: it records a series, or raises an alert. */
export type Rule = RecordingRule | AlertRule;

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: "page" | "day" | "none" };
  readonly annotations: {
    /** What happens, with the numbers. */
    readonly summary: string;
    /** Programs whose metrics the rule reads. */
    readonly source: string;
    readonly runbook_url: string;
  };
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** One file of `monitoring/rules`. */
export interface RuleFile {
  /** Without `.yaml`. */
  readonly name: string;
  readonly groups: readonly RuleGroup[];
}

export const isAlert = (rule: Rule): rule is AlertRule => "alert" in rule;

/** Stands for the environment's `monitoring.runbookUrl` in the files. */
const runbooks = "<runbooks>";

/**
 * The rules of `monitoring/rules`, sorted by the name of the file.
 * @param runbookUrl where the runbooks are. @default the placeholder of the files
 */
export function alertRules(runbookUrl: string = runbooks): readonly RuleFile[] {
  const url = runbookUrl.replace(/\/$/, "");
  const folder = repositoryPath("monitoring", "rules");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => ({
      name: file.replace(/\.yaml$/, ""),
      ...(parse(readFileSync(join(folder, file), "utf8"), (_key, value: unknown) =>
        typeof value === "string" ? value.replaceAll(runbooks, () => url) : value,
      ) as Pick<RuleFile, "groups">),
    }));
}
