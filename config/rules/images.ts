import { ImageList } from "../tool-images";
import type { Draft, Violation } from "./violation";

/** A tag can be moved to other content, a digest can't. */
export function imagesRules(
  { images }: Draft,
  list: () => Pick<ImageList, "images"> = () => ImageList.read(),
): Violation[] {
  if (images?.requireDigests !== true) return [];
  const tagged = list().images.filter(({ digest }) => digest === undefined);
  const [first] = tagged;
  if (first === undefined) return [];
  const message =
    `is set, but ${tagged.length} images in workflow-templates/images.yaml have no digest, ` +
    `such as ${first.name}; run npm run images:pin`;
  return [{ path: ["images", "requireDigests"], message }];
}
