import { ImageList } from "../tool-images";
import { partitionOf } from "../values/partition";
import type { Draft, Violation } from "./violation";

type Images = () => Pick<ImageList, "images">;

export function imagesRules(draft: Draft, list: Images = () => ImageList.read()): Violation[] {
  return [...partition(draft), ...digests(draft, list)];
}

/** A tag can be moved to other content, a digest can't. */
function digests({ images }: Draft, list: Images): Violation[] {
  if (images?.requireDigests !== true) return [];
  const tagged = list().images.filter(({ digest }) => digest === undefined);
  const [first] = tagged;
  if (first === undefined) return [];
  const message =
    `is set, but ${tagged.length} images in workflow-templates/images.yaml have no digest, ` +
    `such as ${first.name}; run npm run images:pin`;
  return [{ path: ["images", "requireDigests"], message }];
}

/** Credentials of one partition don't work in another one. */
function partition({ images, region }: Draft): Violation[] {
  const other = /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com/.exec(images?.registry ?? "")?.[1];
  if (other === undefined || region === undefined) return [];
  const [own, its] = [partitionOf(region).name, partitionOf(other).name];
  if (own === its) return [];
  const message = `is in partition ${its}, but region ${region} is in ${own}`;
  return [{ path: ["images", "registry"], message }];
}
