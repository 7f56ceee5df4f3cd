import type { Call, Template } from "./manifest";
import { tagsIn } from "./substitution";

/** How a node may end if nothing fails. */
export type Outcome = "Succeeded" | "Skipped" | "Omitted";

/** The outcome of each node of a template, by name, for one combination of its conditions. */
export type Course = ReadonlyMap<string, Outcome>;

/** The most node evaluations. Above it, the linter treats all conditions as independent. */
const maxEvaluations = 200_000;

/**
 * Every course that a template can take if nothing fails: one for each combination of its conditions. Equal conditions
 * have equal values. Undefined if there are too many.
 */
export function coursesOf(template: Template): Course[] | undefined {
  const nodes = template.calls.filter(({ isHook }) => !isHook);
  const ordered = template.kind === "dag" ? inOrder(nodes) : nodes;
  const atoms = [...new Set(ordered.flatMap(({ when }) => conditionsIn(when.text ?? "")))];
  if (2 ** atoms.length * ordered.length > maxEvaluations) return undefined;
  const parsed = ordered.map((call) => ({
    call,
    depends: dependsOf(call),
    conditions: conditionsIn(call.when.text ?? ""),
  }));
  return Array.from({ length: 2 ** atoms.length }, (_, bits) => {
    const isTrue = (condition: string) => (bits & (1 << atoms.indexOf(condition))) !== 0;
    const course = new Map<string, Outcome>();
    for (const { call, depends, conditions } of parsed) {
      if (!depends((name, outcomes) => outcomes.includes(course.get(name) ?? "Succeeded")))
        course.set(call.name, "Omitted");
      else course.set(call.name, conditions.every(isTrue) ? "Succeeded" : "Skipped");
    }
    return course;
  });
}

/** The parts of a condition that must all be true. */
function conditionsIn(when: string): string[] {
  if (when.trim() === "") return [];
  const [tag] = tagsIn(when);
  const text = tag?.isExpression === true && tag.text === when.trim() ? tag.content : when.trim();
  const parts = text.includes("||") || text.includes("?") ? [text] : text.split("&&");
  return parts.map((part) => part.replace(/\s+/g, " ").trim());
}

/** The names of the tasks that a task waits for. */
export function dependenciesOf({ place }: Call): string[] {
  const listed = place
    .at("dependencies")
    .items()
    .flatMap(({ text }) => (text === undefined ? [] : [text]));
  const words = (place.at("depends").string ?? "").match(word) ?? [];
  return [...new Set([...listed, ...words.map((each) => each.split(".")[0] ?? "")])];
}

/** Tasks that a task depends on by name alone, so that it also runs after they were skipped. */
export function plainDependenciesOf({ place }: Call): string[] {
  const listed = place
    .at("dependencies")
    .items()
    .flatMap(({ text }) => (text === undefined ? [] : [text]));
  return [
    ...listed,
    ...((place.at("depends").string ?? "").match(word) ?? []).filter((each) => !each.includes(".")),
  ];
}

const word = /[\w-]+(\.\w+)?/g;

type Question = (name: string, outcomes: readonly string[]) => boolean;
type Condition = (is: Question) => boolean;

/** The most tokens of a `depends` that is parsed. Each pair of parentheses needs stack. */
const maxTokens = 1000;

/** What a bare name in `depends` means (argo-workflows: docs/enhanced-depends-logic.md). */
const satisfied = ["Succeeded", "Skipped", "Daemoned"];

/** When a task starts, as a function of the outcomes of others. A text that isn't understood means always. */
function dependsOf({ place }: Call): Condition {
  const text = place.at("depends").string;
  if (text === undefined) {
    const names = place
      .at("dependencies")
      .items()
      .map((each) => each.text ?? "");
    return (is) => names.every((name) => is(name, satisfied));
  }
  const tokens = text.match(/\|\||&&|!|\(|\)|[\w-]+(\.\w+)?/g) ?? [];
  return tokens.length > maxTokens ? () => true : parseDepends(tokens);
}

/** `a && (b.Failed || !c)`; && binds tighter. */
function parseDepends(tokens: readonly string[]): Condition {
  let next = 0;
  const either = (): Condition => {
    let left = both();
    while (tokens[next] === "||") {
      next += 1;
      const [a, b] = [left, both()];
      left = (is) => a(is) || b(is);
    }
    return left;
  };
  const both = (): Condition => {
    let left = single();
    while (tokens[next] === "&&") {
      next += 1;
      const [a, b] = [left, single()];
      left = (is) => a(is) && b(is);
    }
    return left;
  };
  const single = (): Condition => {
    const token = tokens[next];
    next += 1;
    if (token === "!") {
      const inner = single();
      return (is) => !inner(is);
    }
    if (token === "(") {
      const inner = either();
      next += 1;
      return inner;
    }
    if (token === undefined) return () => true;
    const [name = "", outcome] = token.split(".");
    const outcomes =
      outcome === undefined ? satisfied : outcome === "AnySucceeded" ? ["Succeeded"] : [outcome];
    return (is) => is(name, outcomes);
  };
  return either();
}

/** Sorts tasks after the tasks that they wait for. A cycle ends in an arbitrary order. */
function inOrder(tasks: readonly Call[]): Call[] {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const ordered = new Set<Call>();
  const visit = (task: Call, waiting: ReadonlySet<string>): void => {
    if (ordered.has(task) || waiting.has(task.name)) return;
    for (const name of dependenciesOf(task)) {
      const before = byName.get(name);
      if (before) visit(before, new Set([...waiting, task.name]));
    }
    ordered.add(task);
  };
  for (const task of tasks) visit(task, new Set());
  return [...ordered];
}
