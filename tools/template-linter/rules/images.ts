import { isExact, referencesIn } from "../../../config/tool-images";
import type { Library } from "../library";
import type { Place } from "../place";
import type { Rule } from "../rule";

/** Rules about images. */

const imageVersion: Rule = {
  id: "image-version",
  sentence: "Every image has an exact version; nothing runs or makes `latest`.",
  *check(library) {
    for (const { place, reference } of references(library)) {
      const [name = "", digest] = reference.split("@");
      const tag = /:([\w.-]+)$/.exec(name)?.[1];
      if (digest !== undefined || (tag !== undefined && isExact(tag))) continue;
      yield {
        place,
        message: `${reference} ${tag === undefined ? "has no version" : "moves: today's image isn't tomorrow's"}; name an exact one`,
      };
    }
    for (const { containers } of library.templates)
      for (const { place } of containers)
        for (const text of place.texts())
          if (text.key !== "image" && /[\w}"']:latest(?![\w.-])/.test(text.string ?? ""))
            yield {
              place: text,
              message: "makes or takes the tag latest, which says nothing about what it is; use a version",
            };
  },
};

const imageNotListed: Rule = {
  id: "image-not-listed",
  sentence: "Every image stands in images.yaml.",
  *check(library) {
    const { images } = library;
    if (!images) return;
    for (const { place, reference } of references(library))
      if (!images.find(reference))
        yield { place, message: `${reference} isn't in images.yaml; add it there, or use one of its images` };
  },
};

/** Images that are written out, also those among which an expression chooses. */
function references({ templates }: Library): { readonly place: Place; readonly reference: string }[] {
  return templates.flatMap(({ containers }) =>
    containers.flatMap((container) => {
      const place = container.place.at("image");
      return referencesIn(place.string ?? "")
        .filter((reference) => reference !== "")
        .map((reference) => ({ place, reference }));
    }),
  );
}

export const imageRules = [imageVersion, imageNotListed];
