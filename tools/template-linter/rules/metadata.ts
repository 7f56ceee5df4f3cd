import { descriptionAnnotation, titleAnnotation } from "../../../config/annotations";
import type { Rule } from "../rule";

/** Rules about the texts that people read before they run a template. */

const described: readonly [id: string, annotation: string, sentence: string][] = [
  ["no-title", titleAnnotation, "Every reusable template has a title."],
  ["no-description", descriptionAnnotation, "Every reusable template has a description."],
];

const annotations = described.map(([id, annotation, sentence]): Rule => ({
  id,
  sentence,
  *check({ reusable }) {
    for (const manifest of reusable) {
      if ((manifest.annotation(annotation).text ?? "").trim() === "")
        yield {
          place: manifest.place.at("metadata"),
          message: `${manifest.name} has no annotation ${annotation}`,
        };
    }
  },
}));

const noParameterDescription: Rule = {
  id: "no-parameter-description",
  sentence: "Every argument of a reusable template has a description.",
  *check({ reusable }) {
    for (const manifest of reusable)
      for (const { name, place } of manifest.arguments)
        if ((place.at("description").text ?? "").trim() === "")
          yield { place, message: `the argument ${name} has no description, so a form shows only its name` };
  },
};

export const metadataRules = [...annotations, noParameterDescription];
