import { programsOf } from "../container";
import type { Place } from "../place";
import type { Finding, Rule } from "../rule";
import { pathsIn, tagsIn } from "../substitution";

/** Rules about where a template may use values: Argo replaces text, so a value can become code. */

const inScript: Rule = {
  id: "parameter-in-script",
  sentence: "Programs get values through `env`, never as text in the program.",
  *check({ templates }) {
    for (const { containers } of templates)
      for (const container of containers)
        for (const place of programsOf(container))
          yield* tagged(
            place,
            (tag) =>
              `${tag} becomes part of the program, so its value can run any command; pass it through env`,
          );
  },
};

const inWhen: Rule = {
  id: "parameter-in-when",
  sentence: "A condition is a single expression, `{{= ... }}`, that is true or false.",
  *check({ calls }) {
    for (const { when } of calls) {
      const text = when.string?.trim() ?? "";
      const tags = tagsIn(text);
      const [only] = tags;
      const message =
        "Argo inserts the value as text and then evaluates it, so a value can make the condition true; put {{= ... }} around the whole condition";
      if (only === undefined) continue;
      if (tags.length > 1 || !only.isExpression || only.text !== text)
        yield { place: when, message: `${only.text}: ${message}` };
      else if (isVariable(only.content))
        yield {
          place: when,
          message: `${only.text} is only a value; compare it (${only.content} == 'true')`,
        };
    }
  },
};

/** Whether an expression is only a variable. */
function isVariable(expression: string): boolean {
  return (
    pathsIn(expression).length === 1 &&
    /^[\w.?'"[\]\s-]+$/.test(expression) &&
    !/\s-\s|\bnot\b/.test(expression)
  );
}

const inPodSpecPatch: Rule = {
  id: "parameter-in-pod-spec-patch",
  sentence:
    "podSpecPatch contains no values: it can change everything about a pod, including its permissions.",
  *check({ manifests, templates }) {
    for (const place of [
      ...manifests.map(({ spec }) => spec),
      ...templates.map((template) => template.place),
    ])
      yield* tagged(
        place.at("podSpecPatch"),
        (tag) => `${tag} can rewrite the pod, including its security settings`,
      );
  },
};

const inImage: Rule = {
  id: "parameter-in-image",
  sentence: "Image names contain no values.",
  *check({ templates }) {
    for (const { containers } of templates)
      for (const { place } of containers)
        yield* tagged(
          place.at("image"),
          (tag) => `${tag} lets the caller choose the program that runs; write a fixed image`,
        );
  },
};

const inManifest: Rule = {
  id: "parameter-in-manifest",
  sentence: "The manifest of a resource template uses values as `{{=toJson(...)}}`, which quotes them.",
  *check({ templates }) {
    for (const { place } of templates) {
      const manifest = place.at("resource", "manifest");
      for (const { text, content, isExpression } of tagsIn(manifest.string ?? ""))
        if (!(isExpression && /^toJson\(/i.test(content)) && !fromArgo(content))
          yield {
            place: manifest,
            message: `${text}: a value with a line break can add fields to the object; write {{=toJson(${content})}}`,
          };
    }
  },
};

/** Names that Argo generates, which can't contain a line break. */
function fromArgo(content: string): boolean {
  return /^(workflow\.(name|namespace|uid|mainEntrypoint|status|duration|creationTimestamp[\w.]*)|pod\.name|retries)$/.test(
    content,
  );
}

const inReference: Rule = {
  id: "parameter-in-reference",
  sentence: "The template and the service account are fixed names, not values.",
  *check({ manifests, templates, calls }) {
    const places = [
      ...calls.flatMap(({ target }) =>
        target.kind === "reference" ? [target.place.at("name"), target.place.at("template")] : [target.place],
      ),
      ...templates.flatMap(({ place }) => [
        place.at("serviceAccountName"),
        place.at("executor", "serviceAccountName"),
      ]),
      ...manifests.map(({ spec }) => spec.at("serviceAccountName")),
    ];
    for (const place of places)
      yield* tagged(place, (tag) => `${tag} lets the caller choose it; write a fixed name`);
  },
};

function* tagged(place: Place, message: (tag: string) => string): Generator<Finding> {
  const [tag] = tagsIn(place.string ?? "");
  if (tag) yield { place, message: message(tag.text) };
}

export const substitutionRules = [inScript, inWhen, inPodSpecPatch, inImage, inManifest, inReference];
