import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repositoryPath } from "../../config/repository";

/** Samples, and what somebody is told at a moment. */
export interface AlertCase {
  /** Time since the first sample, such as 6m. */
  readonly at: string;
  /** Time between two samples and between two evaluations. @default 1m */
  readonly every?: string;
  /** Samples of each series, in promtool's notation. */
  readonly series: Readonly<Record<string, string>>;
  /** Labels of the alert in addition to its severity. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default the rule's own, if it has no numbers */
  readonly summary?: string;
}

/** An alert with a case in which it fires, and one in which it doesn't. */
export interface AlertTest {
  readonly alert: string;
  readonly fires: AlertCase;
  /** The watchdog has none: it always fires. */
  readonly quiet?: AlertCase;
}

/** The tests in `monitoring/tests`. */
export function alertTests(): readonly AlertTest[] {
  const folder = repositoryPath("monitoring", "tests");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .flatMap(
      (file) =>
        // As text: YAML would read 0x10 as a number.
        parse(readFileSync(join(folder, file), "utf8"), { schema: "failsafe" }) as readonly AlertTest[],
    );
}
