import type { Call } from "./call";
import { tagsIn } from "./substitution";
import type { Template } from "./template";

/** How a node of a template may end, as far as its conditions decide. */
export type Outcome = "Succeeded" | "Skipped" | "Omitted";

/** Outcomes of a template's nodes, by their names, for one answer to each of its conditions. */
export type Course = ReadonlyMap<string, Outcome>;

/** Evaluations of nodes that are worth their time; with more, every condition is taken to be free of the others. */
const maxEvaluations = 200_000;

/**
 * Every course that a template can take if nothing fails: each condition true or false, the same condition everywhere
 * alike. Undefined if there are too many.
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

/** Names of the tasks that a task waits for. */
export function dependenciesOf({ place }: Call): string[] {
  const listed = place
    .at("dependencies")
    .items()
    .flatMap(({ text }) => (text === undefined ? [] : [text]));
  const words = (place.at("depends").string ?? "").match(word) ?? [];
  return [...new Set([...listed, ...words.map((one) => one.split(".")[0] ?? "")])];
}

/** Tasks of which a task says only the name, so that it goes on after they were skipped as well. */
export function plainDependenciesOf({ place }: Call): string[] {
  const listed = place
    .at("dependencies")
    .items()
    .flatMap(({ text }) => (text === undefined ? [] : [text]));
  return [
    ...listed,
    ...((place.at("depends").string ?? "").match(word) ?? []).filter((one) => !one.includes(".")),
  ];
}

const word = /[\w-]+(\.\w+)?/g;

type Question = (name: string, outcomes: readonly string[]) => boolean;
type Condition = (is: Question) => boolean;

/** Words and signs of a `depends` that is read; each pair of brackets costs stack. */
const maxTokens = 1000;

/** What a bare name in `depends` means (argo-workflows: docs/enhanced-depends-logic.md). */
const satisfied = ["Succeeded", "Skipped", "Daemoned"];

/** When a task starts, as a function of how others ended. A text that isn't understood counts as always. */
function dependsOf({ place }: Call): Condition {
  const text = place.at("depends").string;
  if (text === undefined) {
    const names = place
      .at("dependencies")
      .items()
      .map((one) => one.text ?? "");
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
    let left = one();
    while (tokens[next] === "&&") {
      next += 1;
      const [a, b] = [left, one()];
      left = (is) => a(is) && b(is);
    }
    return left;
  };
  const one = (): Condition => {
    const token = tokens[next];
    next += 1;
    if (token === "!") {
      const inner = one();
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

/** Tasks after those that they wait for; those that wait in circles come last. */
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
