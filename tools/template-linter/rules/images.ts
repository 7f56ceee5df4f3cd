import { isExact, referencesIn } from "../../../config/tool-images";
import type { Library } from "../library";
import type { Place } from "../place";
import type { Rule } from "../rule";

/** Rules about images. */

const imageVersion: Rule = {
  id: "image-version",
  sentence: "Every image has an exact version; nothing uses or creates the tag `latest`.",
  *check(library) {
    for (const { place, reference } of references(library)) {
      const [name = "", digest] = reference.split("@");
      const tag = /:([\w.-]+)$/.exec(name)?.[1];
      if (digest !== undefined || (tag !== undefined && isExact(tag))) continue;
      yield {
        place,
        message: `${reference} ${tag === undefined ? "has no version" : "can move to a different image"}; use an exact version`,
      };
    }
    for (const { containers } of library.templates)
      for (const { place } of containers)
        for (const text of place.texts())
          if (text.key !== "image" && /[\w}"']:latest(?![\w.-])/.test(text.string ?? ""))
            yield {
              place: text,
              message: "uses or creates the tag latest, which doesn't identify a version; use a version",
            };
  },
};

const imageNotListed: Rule = {
  id: "image-not-listed",
  sentence: "Every image is in images.yaml.",
  *check(library) {
    const { images } = library;
    if (!images) return;
    for (const { place, reference } of references(library))
      if (!images.find(reference))
        yield {
          place,
          message: `${reference} isn't in images.yaml; add it there, or use an image from there`,
        };
  },
};

/** Literal image references, including those in an expression. */
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
