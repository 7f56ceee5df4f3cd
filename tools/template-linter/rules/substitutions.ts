import { programsOf } from "../container";
import type { Place } from "../place";
import type { Finding, Rule } from "../rule";
import { pathsIn, tagsIn } from "../substitution";

/** Rules about where a value may be filled in: Argo replaces text, so a value can become code. */

const inScript: Rule = {
  id: "parameter-in-script",
  sentence: "Values reach programs by `env`, never as text in the program.",
  *check({ templates }) {
    for (const { containers } of templates)
      for (const container of containers)
        for (const place of programsOf(container))
          yield* tagged(
            place,
            (tag) =>
              `${tag} becomes part of the program, so a person who chooses the value can run anything; pass it by env`,
          );
  },
};

const inWhen: Rule = {
  id: "parameter-in-when",
  sentence: "A condition is one expression, `{{= ... }}`, that yields true or false.",
  *check({ calls }) {
    for (const { when } of calls) {
      const text = when.string?.trim() ?? "";
      const tags = tagsIn(text);
      const [only] = tags;
      const message =
        "a value is filled in as text and then read as a condition, so it can say true by itself; write {{= ... }} around all of it";
      if (only === undefined) continue;
      if (tags.length > 1 || !only.isExpression || only.text !== text)
        yield { place: when, message: `${only.text}: ${message}` };
      else if (isVariable(only.content))
        yield {
          place: when,
          message: `${only.text} is a value as it stands; compare it (${only.content} == 'true')`,
        };
    }
  },
};

/** Whether an expression is a variable and nothing else. */
function isVariable(expression: string): boolean {
  return (
    pathsIn(expression).length === 1 &&
    /^[\w.?'"[\]\s-]+$/.test(expression) &&
    !/\s-\s|\bnot\b/.test(expression)
  );
}

const inPodSpecPatch: Rule = {
  id: "parameter-in-pod-spec-patch",
  sentence: "podSpecPatch holds no values: it can change everything about a pod, its rights included.",
  *check({ manifests, templates }) {
    for (const place of [
      ...manifests.map(({ spec }) => spec),
      ...templates.map((template) => template.place),
    ])
      yield* tagged(
        place.at("podSpecPatch"),
        (tag) => `${tag} could rewrite the pod, its security settings included`,
      );
  },
};

const inImage: Rule = {
  id: "parameter-in-image",
  sentence: "Image names hold no values.",
  *check({ templates }) {
    for (const { containers } of templates)
      for (const { place } of containers)
        yield* tagged(
          place.at("image"),
          (tag) => `${tag} lets the caller choose the program that runs; name one image`,
        );
  },
};

const inManifest: Rule = {
  id: "parameter-in-manifest",
  sentence: "Values go into the manifest of a resource template by `{{=toJson(...)}}`, which quotes them.",
  *check({ templates }) {
    for (const { place } of templates) {
      const manifest = place.at("resource", "manifest");
      for (const { text, content, isExpression } of tagsIn(manifest.string ?? ""))
        if (!(isExpression && /^toJson\(/i.test(content)) && !fromArgo(content))
          yield {
            place: manifest,
            message: `${text}: a value with a line break adds fields to the object; write {{=toJson(${content})}}`,
          };
    }
  },
};

/** Names that Argo makes itself, which can't hold a line break. */
function fromArgo(content: string): boolean {
  return /^(workflow\.(name|namespace|uid|mainEntrypoint|status|duration|creationTimestamp[\w.]*)|pod\.name|retries)$/.test(
    content,
  );
}

const inReference: Rule = {
  id: "parameter-in-reference",
  sentence: "Which template runs, and as whom, is written down, not chosen by a value.",
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
      yield* tagged(place, (tag) => `${tag} lets the caller choose it; write the name`);
  },
};

function* tagged(place: Place, message: (tag: string) => string): Generator<Finding> {
  const [tag] = tagsIn(place.string ?? "");
  if (tag) yield { place, message: message(tag.text) };
}

export const substitutionRules = [inScript, inWhen, inPodSpecPatch, inImage, inManifest, inReference];
