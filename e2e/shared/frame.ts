import { supervise, type Supervised } from "../lab/supervise";
import { standInLines } from "./stand-ins";
import { Table } from "./table";

export interface SuiteOptions {
  /** Names that you can give as arguments to run only these: groups of rows, or environments. */
  readonly groups?: readonly string[];
  /** Other arguments, with their dashes. */
  readonly flags?: readonly string[];
  /** Whether the suite runs in the lab: then its stand-ins are printed, and none of its programs may end by itself. */
  readonly lab: boolean;
  /** Stand-ins of this suite, one line for each. */
  readonly standIns?: readonly string[];
  /** What this suite does not prove, one line for each. */
  readonly notProved?: readonly string[];
}

/** What the rows of a suite work with. */
export interface SuiteRun extends Supervised {
  readonly table: Table;
  /** Prints a line with the seconds since the start. */
  readonly progress: (line: string) => void;
  /** Called with a sentence for each program that ended by itself. */
  readonly onUnexpectedExit: (message: string) => void;
  /** Whether to run this group: it is among the arguments, or no group is. */
  wants(group: string): boolean;
  /** Whether this flag is among the arguments. */
  has(flag: string): boolean;
  /** Adds stand-ins that only this run knows of. */
  standIn(...lines: readonly string[]): void;
  /** Adds what this run in particular couldn't prove. */
  notProved(...lines: readonly string[]): void;
  /** Adds lines to print above the table. */
  summary(...lines: readonly string[]): void;
}

/** What the arguments of a suite ask for. */
export interface Wanted {
  readonly groups: readonly string[];
  readonly flags: readonly string[];
  readonly only?: RegExp;
}

/** Reads `[--rows PATTERN] [flag...] [group...]`, and refuses every other word. */
export function readArguments(
  told: readonly string[],
  { groups = [], flags = [] }: Pick<SuiteOptions, "groups" | "flags">,
): Wanted {
  const at = told.indexOf("--rows");
  const pattern = at < 0 ? undefined : told[at + 1];
  if (at >= 0 && pattern === undefined) throw new Error("--rows needs a regular expression");
  const words = at < 0 ? told : told.toSpliced(at, 2);
  const unknown = words.find((word) => !groups.includes(word) && !flags.includes(word));
  if (unknown !== undefined) {
    const known = ["--rows PATTERN", ...flags, ...groups];
    throw new Error(`there is no ${unknown}; you can give ${known.join(", ")}`);
  }
  return {
    groups: words.filter((word) => groups.includes(word)),
    flags: words.filter((word) => flags.includes(word)),
    ...(pattern !== undefined && { only: new RegExp(pattern) }),
  };
}

/**
 * Runs a suite from its arguments to the exit code: 1 if a row is wrong, if no row ran, or if `rows` threw. At the end
 * it prints stand-ins, what isn't proved, and the table, also after an error.
 */
export async function runSuite(
  options: SuiteOptions,
  rows: (run: SuiteRun) => Promise<void>,
): Promise<never> {
  process.exit(await supervise((given) => frame(given, options, process.argv.slice(2), rows)));
}

async function frame(
  given: Supervised,
  options: SuiteOptions,
  told: readonly string[],
  rows: (run: SuiteRun) => Promise<void>,
): Promise<number> {
  const wanted = readArguments(told, options);
  const from = Date.now();
  const seconds = (): string => ((Date.now() - from) / 1000).toFixed(0);
  const table = new Table(wanted);
  const standIns = options.lab ? standInLines() : [];
  standIns.push(...(options.standIns ?? []));
  const notProved = [...(options.notProved ?? [])];
  const summary: string[] = [];
  const crashed: string[] = [];
  try {
    await rows({
      ...given,
      table,
      progress: (line) => console.log(`${seconds().padStart(4)} s  ${line}`),
      onUnexpectedExit: (message) => crashed.push(message),
      wants: (group) => wanted.groups.length === 0 || wanted.groups.includes(group),
      has: (flag) => wanted.flags.includes(flag),
      standIn: (...lines) => standIns.push(...lines),
      notProved: (...lines) => notProved.push(...lines),
      summary: (...lines) => summary.push(...lines),
    });
    if (options.lab) table.compare("no program ended by itself", [], crashed);
  } catch (error) {
    if (given.interrupted.aborted) throw error;
    table.fail("the suite", error);
    crashed.forEach((message) => console.log(message));
  }
  list("Stand-ins:", standIns);
  list("Not proved:", notProved);
  summary.forEach((line) => console.log(line));
  table.print();
  console.log(`in ${seconds()} s`);
  return table.good ? 0 : 1;
}

function list(title: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  console.log(`\n${title}`);
  for (const line of lines) console.log(`  ${line}`);
}
