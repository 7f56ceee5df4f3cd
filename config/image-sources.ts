import type { Environment } from "./environment";

/** Where an environment pulls public images from: a mirror of all registries, or a prefix for each of them. */
export interface ImageSources {
  readonly registry?: Environment["images"]["registry"];
  readonly registries?: Environment["images"]["registries"];
}

/** What takes the place of a public registry, such as `docker.io`: a registry and maybe a path. Its own name if nothing does. */
export function sourceOf(upstream: string, { registry, registries = {} }: ImageSources): string {
  return registries[upstream] ?? registry ?? upstream;
}

/** A public image, such as `quay.io/argoproj/argocli:v4.1.4`, as the environment pulls it. */
export function pulledAs(reference: string, sources: ImageSources): string {
  const upstream = registryOf(reference);
  return `${sourceOf(upstream, sources)}${reference.slice(upstream.length)}`;
}

/** The registry of an image, such as `docker.io`. */
export function registryOf(reference: string): string {
  return reference.slice(0, reference.indexOf("/"));
}
