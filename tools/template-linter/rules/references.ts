import type { Library } from "../library";
import type { Call, Manifest, Template } from "../manifest";
import type { Finding, Rule } from "../rule";
import { dependenciesOf } from "../schedule";

/** Rules about which template calls which. */

const unknownTemplate: Rule = {
  id: "unknown-template",
  sentence: "Every referenced template exists.",
  *check(library) {
    for (const call of library.calls) {
      const resolution = library.resolve(call.within.manifest, call.target);
      if (resolution.kind === "missing") yield { place: call.target.place, message: resolution.message };
    }
    for (const manifest of library.manifests) yield* unknownAtStart(library, manifest);
  },
};

function* unknownAtStart(library: Library, manifest: Manifest): Generator<Finding> {
  const { spec } = manifest;
  const reference = spec.at("workflowTemplateRef");
  if (reference.isMap) {
    const name = reference.at("name").text ?? "";
    const found = library.reusableNamed(name, reference.at("clusterScope").value === true);
    if (typeof found === "string") {
      if (!name.includes("{{")) yield { place: reference, message: found };
      return;
    }
  } else if (!spec.at("entrypoint").exists && !manifest.isReusable) {
    yield { place: spec, message: "has no entrypoint, so nothing runs" };
  }
  for (const key of ["entrypoint", "onExit"]) {
    const place = spec.at(key);
    if (place.text === undefined) continue;
    const resolution = library.resolve(manifest, { kind: "template", place, template: place.text });
    if (resolution.kind === "missing") yield { place, message: resolution.message };
  }
}

const cycle: Rule = {
  id: "cycle",
  sentence: "No template runs itself, and no task waits for itself.",
  *check(library) {
    const finished = new Set<Template>();
    for (const template of library.templates) {
      yield* recursion(library, template, new Set(), finished);
      yield* waitingInCircles(template);
    }
  },
};

/** argo-workflows: docs/environment-variables.md, DISABLE_MAX_RECURSION. */
const maxDepth = 100;

function* recursion(
  library: Library,
  template: Template,
  running: Set<Template>,
  finished: Set<Template>,
): Generator<Finding> {
  if (finished.has(template)) return;
  if (running.size >= maxDepth) {
    yield {
      place: template.place,
      message: `is nested in ${maxDepth} templates that call each other; Argo stops there`,
    };
    return;
  }
  running.add(template);
  for (const call of template.calls) {
    const callee = library.callee(call);
    if (callee === undefined) continue;
    if (running.has(callee))
      yield {
        place: call.target.place,
        message: `runs ${callee.name}, which is already running; use a loop or a retry to repeat it`,
      };
    else yield* recursion(library, callee, running, finished);
  }
  running.delete(template);
  finished.add(template);
}

function* waitingInCircles({ calls }: Template): Generator<Finding> {
  const tasks = new Map<string, Call>(calls.filter(({ isHook }) => !isHook).map((call) => [call.name, call]));
  const finished = new Set<string>();
  const visit = function* (call: Call, waiting: Set<string>): Generator<Finding> {
    if (finished.has(call.name)) return;
    waiting.add(call.name);
    for (const name of dependenciesOf(call)) {
      const before = tasks.get(name);
      if (before === undefined) continue;
      if (waiting.has(name))
        yield { place: call.place, message: `task ${call.name} waits for ${name}, which waits for it` };
      else yield* visit(before, waiting);
    }
    waiting.delete(call.name);
    finished.add(call.name);
  };
  for (const call of tasks.values()) yield* visit(call, new Set());
}

export const referenceRules = [unknownTemplate, cycle];
