import type { Library } from "../library";
import type { Call, Template } from "../manifest";
import type { Place } from "../place";
import type { Finding, Rule } from "../rule";
import { type Course, coursesOf, plainDependenciesOf } from "../schedule";
import { type Read, readsOf } from "../substitution";

/** Rules about nodes that a condition skips (argo-workflows 4.0.7: docs/variables.md, outputs of skipped nodes). */

const skippableOutput: Rule = {
  id: "skippable-output",
  sentence: "Reading the output of a node that may be skipped needs a default.",
  *check(library) {
    for (const template of library.templates) {
      const nodes = new Map(template.calls.filter(({ isHook }) => !isHook).map((call) => [call.name, call]));
      if (![...nodes.values()].some(({ when, place }) => when.exists || place.at("depends").exists)) continue;
      const courses = coursesOf(template);
      for (const { read, runs } of consumers(library, template)) {
        const [, name = "", section, kind, output = ""] = read.path;
        const producer = nodes.get(name);
        if (!producer || section !== "outputs" || !["steps", "tasks"].includes(read.path[0] ?? "")) continue;
        // A loop gives a list, which may be empty.
        if (isLoop(producer) || !canBeMissing(producer, courses, runs)) continue;
        if (kind === "parameters" && hasDefault(library, producer, output)) continue;
        yield {
          place: read.place,
          message: `reads ${read.path.join(".")}, but ${name} may be skipped: set valueFrom.default on the output or default on the input, or use ?? in an expression`,
        };
      }
    }
  },
};

function isLoop({ place }: Call): boolean {
  return ["withItems", "withParam", "withSequence"].some((key) => place.at(key).exists);
}

/** A place that reads a variable without a default. */
interface Consumer {
  readonly read: Read;
  /** Whether it reads the variable in a course of the template. */
  readonly runs: (course: Course) => boolean;
}

function consumers(library: Library, template: Template): Consumer[] {
  const ofCalls = template.calls
    .filter(({ isHook }) => !isHook)
    .flatMap((call): Consumer[] => {
      const callee = library.callee(call);
      const inCall = [...call.place.texts()].flatMap(readsOf);
      const isWhen = ({ place }: Read) =>
        place.path.at(-1) === "when" && place.path.length === call.place.path.length + 1;
      return inCall
        .filter((read) => !isGuarded(read) && !inputHasDefault(call, callee, read))
        .map((read) => ({
          read,
          // Argo reads the condition itself even if it is false.
          runs: (course) =>
            course.get(call.name) === "Succeeded" || (isWhen(read) && course.get(call.name) === "Skipped"),
        }));
    });
  const outputs = template.place.at("outputs");
  const ofOutputs = [...outputs.at("parameters").items(), ...outputs.at("artifacts").items()]
    .filter((output) => !output.at("valueFrom", "default").exists && output.at("optional").value !== true)
    .flatMap((output) => [...output.texts()].flatMap(readsOf))
    .filter((read) => !isGuarded(read))
    .map((read): Consumer => ({ read, runs: () => true }));
  return [...ofCalls, ...ofOutputs];
}

/** Whether an expression handles nil. */
function isGuarded({ expression }: Read): boolean {
  return expression !== undefined && /\?|\bnil\b/.test(expression);
}

/** Whether an argument is only the reference, and the input that gets it has a default. */
function inputHasDefault(call: Call, callee: Template | undefined, { place, expression }: Read): boolean {
  const [first, kind, index] = place.path.slice(call.place.path.length);
  if (first !== "arguments" || (kind !== "parameters" && kind !== "artifacts") || typeof index !== "number")
    return false;
  const argument = call.arguments.at(kind, index);
  if (kind === "artifacts" && argument.at("optional").value === true) return true;
  const input = callee?.[kind].find(({ name }) => name === argument.at("name").text);
  if (input === undefined) return false;
  if (kind === "artifacts") return input.place.at("optional").value === true;
  const isPure = /^\{\{[^}]*\}\}$/.test((place.string ?? "").trim());
  return isPure && expression === undefined && ["default", "value"].some((key) => input.place.at(key).exists);
}

function canBeMissing(
  producer: Call,
  courses: readonly Course[] | undefined,
  runs: Consumer["runs"],
): boolean {
  if (courses === undefined) return producer.when.exists;
  return courses.some((course) => course.get(producer.name) !== "Succeeded" && runs(course));
}

function hasDefault(library: Library, producer: Call, output: string): boolean {
  const outputs: Place[] = library.callee(producer)?.place.at("outputs", "parameters").items() ?? [];
  return outputs.some((each) => each.at("name").text === output && each.at("valueFrom", "default").exists);
}

const skippedDependency: Rule = {
  id: "skipped-dependency",
  sentence: "A task that waits for a task that may be skipped says whether it then runs.",
  *check({ templates }) {
    for (const { kind, calls } of templates) {
      if (kind !== "dag") continue;
      const conditional = new Set(
        calls.filter(({ when, isHook }) => when.exists && !isHook).map(({ name }) => name),
      );
      for (const call of calls) yield* ambiguous(call, conditional);
    }
  },
};

function* ambiguous(call: Call, conditional: ReadonlySet<string>): Generator<Finding> {
  for (const name of plainDependenciesOf(call))
    if (conditional.has(name))
      yield {
        place: call.place,
        message: `task ${call.name} also runs after ${name} was skipped; write depends: ${name}.Succeeded, or (${name}.Succeeded || ${name}.Skipped)`,
      };
}

export const skippingRules = [skippableOutput, skippedDependency];
