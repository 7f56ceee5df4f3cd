import { artifactsAt, hasSource, type Input } from "../input";
import type { Library } from "../library";
import type { Call, Manifest, Template } from "../manifest";
import type { Place } from "../place";
import type { Finding, Rule } from "../rule";
import { readsOf } from "../substitution";
import { validationCalls } from "../validation";

/** Rules about the arguments that callers pass to templates. */

const argumentDefault: Rule = {
  id: "argument-default",
  sentence: "An optional argument of a workflow has `value`; Argo ignores `default` there.",
  *check({ manifests }) {
    for (const { arguments: given } of manifests)
      for (const { name, place } of given)
        if (place.at("default").exists)
          yield {
            place: place.at("default"),
            message: `argument ${name} has default, which Argo ignores here, so submitting without a value fails; use value instead`,
          };
  },
};

const unknownArgument: Rule = {
  id: "unknown-argument",
  sentence: "Callers pass only declared inputs; Argo silently ignores every other argument.",
  *check(library) {
    for (const { given, to, what } of handovers(library))
      for (const kind of ["parameters", "artifacts"] as const)
        for (const argument of given.at(kind).items()) {
          const name = argument.at("name").text ?? "";
          if (name.includes("{{") || to[kind].some((input) => input.name === name)) continue;
          const known = to[kind].map((input) => input.name).join(", ");
          yield {
            place: argument,
            message: `${what} has no input ${singular[kind]} ${name}; it has ${known || "none"}`,
          };
        }
  },
};

const missingArgument: Rule = {
  id: "missing-argument",
  sentence: "Callers pass a value for every input without a default.",
  *check(library) {
    for (const { at, given, to, what } of handovers(library))
      for (const kind of ["parameters", "artifacts"] as const)
        for (const { name } of to[kind].filter(({ isRequired }) => isRequired))
          if (
            !given
              .at(kind)
              .items()
              .some((argument) => argument.at("name").text === name && isGiven(argument))
          )
            yield {
              place: at,
              message: `${what} needs the ${singular[kind]} ${name}; pass it, or give the input a default`,
            };
    for (const manifest of library.manifests) yield* missingAtStart(manifest);
  },
};

const singular = { parameters: "parameter", artifacts: "artifact" } as const;

function isGiven(argument: Place): boolean {
  return ["value", "valueFrom"].some((key) => argument.at(key).exists) || hasSource(argument);
}

/** Arguments that a caller passes to inputs. */
interface Handover {
  readonly at: Place;
  readonly given: Place;
  readonly to: { readonly parameters: readonly Input[]; readonly artifacts: readonly Input[] };
  readonly what: string;
}

function handovers(library: Library): Handover[] {
  const ofCalls = library.calls.flatMap((call): Handover[] => {
    const callee = library.callee(call);
    return callee
      ? [{ at: call.place, given: call.arguments, to: callee, what: `template ${nameOf(call, callee)}` }]
      : [];
  });
  const ofWorkflows = library.manifests.flatMap((manifest): Handover[] => {
    const used = library.referencedManifest(manifest);
    if (!used) return [];
    const at = manifest.spec.at("workflowTemplateRef");
    // Argo passes artifacts to the entrypoint by name, even if the template doesn't list them in its arguments.
    const listed = artifactsAt(used.spec.at("arguments", "artifacts"));
    const ofEntry =
      used.entry?.artifacts.filter(({ name }) => !listed.some((each) => each.name === name)) ?? [];
    const to = { parameters: used.arguments, artifacts: [...listed, ...ofEntry] };
    return [{ at, given: manifest.spec.at("arguments"), to, what: `${used.kind} ${used.name}` }];
  });
  return [...ofCalls, ...ofWorkflows];
}

function nameOf(call: Call, { name }: Template): string {
  return call.target.kind === "reference" ? `${call.target.name}/${name}` : name || "written inline";
}

/** Argo fills the inputs of the entrypoint from the workflow's arguments of the same name. */
function* missingAtStart({ entry, isReusable, spec, arguments: given }: Manifest): Generator<Finding> {
  for (const { name } of entry?.parameters.filter(({ isRequired }) => isRequired) ?? []) {
    const argument = given.find((each) => each.name === name);
    // The caller of a reusable template passes the value.
    if (argument === undefined || (!isReusable && argument.isRequired))
      yield {
        place: spec.at("entrypoint"),
        message: `the entrypoint needs the parameter ${name}, but the workflow has no argument with that name and a value`,
      };
  }
}

const workflowParameters: Rule = {
  id: "workflow-parameters",
  sentence:
    "A reusable template reads its own inputs, never workflow.parameters, which belong to the caller.",
  *check({ reusable }) {
    for (const { templates } of reusable)
      for (const template of templates)
        for (const { place, path } of ownReads(template))
          if (path[0] === "workflow" && path[1] === "parameters")
            yield {
              place,
              message: `reads ${path.join(".")}, a parameter of the calling workflow; declare an input and read inputs.parameters`,
            };
  },
};

/** The reads of a template without those of its inline templates, which are checked separately. */
function ownReads({ reads, calls }: Template): Template["reads"] {
  const inline = calls.flatMap(({ target }) => (target.kind === "inline" ? [target.place.path] : []));
  return reads.filter(
    ({ place }) => !inline.some((path) => path.every((step, index) => place.path[index] === step)),
  );
}

const unusedInput: Rule = {
  id: "unused-input",
  sentence: "Every declared input is used.",
  *check({ manifests, templates }) {
    for (const template of templates)
      for (const { name, place } of unusedInputs(template))
        yield {
          place,
          message: `template ${template.name} never reads the input ${name}; use it or remove it`,
        };
    for (const manifest of manifests) {
      const { entry, templates: own } = manifest;
      if (own.length === 0) continue;
      const reads = [...manifest.spec.texts()].flatMap(readsOf);
      const whole = reads.some(({ path }) => path.join(".") === "workflow.parameters");
      for (const { name, place } of manifest.arguments)
        if (
          !whole &&
          entry?.parameters.some((input) => input.name === name) !== true &&
          !reads.some(({ path }) => path[0] === "workflow" && path[1] === "parameters" && path[2] === name)
        )
          yield {
            place,
            message: `no template gets the argument ${name}: the entrypoint has no input with that name`,
          };
    }
  },
};

function unusedInputs(template: Template): Input[] {
  const { runsPod, kind, parameters, artifacts } = template;
  const validation = validationCalls(template).map((call) => call.place.path);
  const read = template.reads.filter(
    // To check a value is not to use it.
    (each) => !validation.some((path) => path.every((step, index) => each.place.path[index] === step)),
  );
  const names = new Set(read.map(({ path }) => path.slice(0, 3).join(" ")));
  const isRead = (kindOfInput: string, name: string) =>
    names.has(`inputs ${kindOfInput}`) || names.has(`inputs ${kindOfInput} ${name}`);
  // Argo shows the inputs of a suspended template to the person who resumes it.
  const isShown = kind === "suspend";
  return [
    ...parameters.filter(({ name }) => !isShown && !isRead("parameters", name)),
    // A pod reads an artifact at its path.
    ...artifacts.filter(
      ({ name, place: artifact }) => !(runsPod && artifact.at("path").exists) && !isRead("artifacts", name),
    ),
  ];
}

export const argumentRules = [
  argumentDefault,
  unknownArgument,
  missingArgument,
  workflowParameters,
  unusedInput,
];
