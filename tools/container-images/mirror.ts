import { readChart } from "../../config/chart";
import { controlPlaneImages } from "../../config/control-plane-images";
import { ImageList, pullReference } from "../../config/tool-images";

/** One image to copy, as arguments of `crane copy` or `skopeo copy`. */
export interface Copy {
  readonly source: string;
  readonly target: string;
}

/**
 * Every image that an environment pulls, and where it expects that image in `images.registry`: Argo's own images and
 * those of the workflow templates. A copy has the same digest as its source.
 */
export function mirrorList(registry: string, list: ImageList, chart = readChart()): Copy[] {
  const own = controlPlaneImages(chart).map((source) => ({
    source,
    target: `${registry}/${source.slice(source.indexOf("/") + 1)}`,
  }));
  const tools = list.images.map((image) => ({
    source: pullReference(image),
    // The target of a copy is a tag; the digest stays the same.
    target: pullReference({ ...image, digest: undefined }, registry),
  }));
  return [...own, ...tools];
}
