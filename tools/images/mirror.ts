import { readChart } from "../../config/chart";
import { controlPlaneImages } from "../../config/control-plane-images";
import { ImageList, pullReference } from "../../config/tool-images";

/** One image to copy, as `crane copy` and `skopeo copy` take it. */
export interface Copy {
  readonly source: string;
  readonly target: string;
}

/**
 * Everything that an environment pulls, and where it looks for it behind `images.registry`: Argo's own images, and those
 * of the workflow templates. Digests stay the same on both sides of a copy.
 */
export function mirrorList(registry: string, list: ImageList, chart = readChart()): Copy[] {
  const own = controlPlaneImages(chart).map((source) => ({
    source,
    target: `${registry}/${source.slice(source.indexOf("/") + 1)}`,
  }));
  const tools = list.images.map((image) => ({
    source: pullReference(image),
    // A copy is made to a tag; its digest comes with it.
    target: pullReference({ ...image, digest: undefined }, registry),
  }));
  return [...own, ...tools];
}
