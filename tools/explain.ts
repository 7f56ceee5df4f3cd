import { readFileSync } from "node:fs";
import { Refusal } from "../config/refusal";
import { explain } from "./explain/explain";
import { type Format, printedPage } from "./explain/page/page";
import { parsePlan, type Plan } from "./explain/plan";
import { readStacks } from "./generators/synthesized-stacks";
import { plansBetween } from "./plan-from-json/plans";
import { stacksAt } from "./plan-from-json/revision";

const usage = `usage: npm run --silent explain -- [--markdown | --text] <plan.json>...
       npm run --silent explain -- [--markdown | --text] --base <git ref> [<environment>...]
  says what plans mean, dangers first. A plan is the output of: terraform show -json <plan>
  --base      compares cdktf.out with that of a Git ref, without Terraform: what it says is not proved
  --markdown  for a comment; the default is plain text on a terminal, and Markdown everywhere else`;

/** `npm run explain`: prints a page that a reviewer reads. Exit code 2 if there is nothing that can be explained. */
function main(args: readonly string[]): number {
  try {
    const { plans, format } = read(args);
    process.stdout.write(printedPage(explain(plans), format));
    return 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(error.message);
    return 2;
  }
}

function read(args: readonly string[]): { plans: Plan[]; format: Format } {
  let format: Format = process.stdout.isTTY ? "text" : "markdown";
  let base: string | undefined;
  const names: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? "";
    if (argument === "--markdown" || argument === "--text")
      format = argument === "--text" ? "text" : "markdown";
    else if (argument === "--base" && base === undefined) base = args[(index += 1)] ?? "";
    else if (argument.startsWith("-") || argument === "") throw new Refusal(usage);
    else names.push(argument);
  }
  if (base !== undefined) return { plans: compared(base, names), format };
  if (names.length === 0) throw new Refusal(usage);
  return { plans: names.map((path) => parsePlan(path, textOf(path))), format };
}

function compared(base: string, environments: readonly string[]): Plan[] {
  if (base === "") throw new Refusal(usage);
  const plans = plansBetween(stacksAt(base), readStacks("cdktf.out"), base);
  const known = new Set(plans.map(({ environment }) => environment));
  const unknown = environments.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new Refusal(`no stack of ${unknown.join(", ")}: there are ${[...known].sort().join(", ")}`);
  return plans.filter(({ environment }) => environments.length === 0 || environments.includes(environment));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new Refusal(`${path}: can't be read (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  }
}

process.exitCode = main(process.argv.slice(2));
