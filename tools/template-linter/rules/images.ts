import { isExact } from "../../../config/tool-images";
import type { Rule } from "../rule";
import type { Container } from "../container";
import type { Library } from "../library";

/** Rules about images. */

const imageVersion: Rule = {
  id: "image-version",
  sentence: "Every image has an exact version; nothing runs or makes `latest`.",
  *check(library) {
    for (const { place } of named(library)) {
      const reference = place.at("image").string ?? "";
      const [name = "", digest] = reference.split("@");
      const tag = /:([\w.-]+)$/.exec(name)?.[1];
      if (digest !== undefined || (tag !== undefined && isExact(tag))) continue;
      yield {
        place: place.at("image"),
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
    for (const { place } of named(library)) {
      const reference = place.at("image").string ?? "";
      if (!images.find(reference))
        yield {
          place: place.at("image"),
          message: `${reference} isn't in images.yaml; add it there, or use one of its images`,
        };
    }
  },
};

/** Containers whose image is written out. */
function named({ templates }: Library): Container[] {
  return templates.flatMap(({ containers }) =>
    containers.filter(({ place }) => {
      const image = place.at("image").string;
      return image !== undefined && !image.includes("{{");
    }),
  );
}

export const imageRules = [imageVersion, imageNotListed];
