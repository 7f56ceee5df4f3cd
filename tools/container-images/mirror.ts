import { readChart } from "../../config/chart";
import { controlPlaneImages } from "../../config/control-plane-images";
import { type ImageSources, pulledAs, registryOf } from "../../config/image-sources";
import { ImageList, pullReference } from "../../config/tool-images";

/** One image to copy, as arguments of `crane copy` or `skopeo copy`. */
export interface Copy {
  readonly source: string;
  readonly target: string;
}

/**
 * Every image that an environment pulls, and where it expects that image by `images.registry` or `images.registries`: Argo's own
 * images and those of the workflow templates, without those that it pulls from their public registry. A copy has the same digest as its source.
 */
export function mirrorList(sources: ImageSources, list: ImageList, chart = readChart()): Copy[] {
  const own = controlPlaneImages(chart).map((source) => ({ source, target: pulledAs(source, sources) }));
  const tools = list.images.map((image) => ({
    source: pullReference(image),
    // The target of a copy is a tag; the digest stays the same.
    target: pullReference({ ...image, digest: undefined }, sources),
  }));
  return [...own, ...tools].filter(({ source, target }) => registryOf(source) !== registryOf(target));
}
