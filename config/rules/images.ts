import { readChart } from "../chart";
import { controlPlaneImages } from "../control-plane-images";
import { registryOf } from "../image-sources";
import { ImageList } from "../tool-images";
import { partitionOf } from "../values/partition";
import type { Draft, Violation } from "./violation";

type Images = () => Pick<ImageList, "images">;

export function imagesRules(draft: Draft, list: Images = () => ImageList.read()): Violation[] {
  return [
    ...partition(draft),
    ...registries(draft, list),
    ...openRepositories(draft, list),
    ...digests(draft, list),
  ];
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
  if (!images || region === undefined) return [];
  const own = partitionOf(region).name;
  return sources(images).flatMap(({ path, prefix }): Violation[] => {
    const other = /^\d{12}\.dkr\.ecr(?:-fips)?\.([a-z0-9-]+)\.amazonaws\.com/.exec(prefix)?.[1];
    if (other === undefined || partitionOf(other).name === own) return [];
    const message = `is in partition ${partitionOf(other).name}, but region ${region} is in ${own}`;
    return [{ path, message }];
  });
}

/** One mirror for everything, or a prefix for each registry. A registry from which no image comes is a slip. */
function registries({ images }: Draft, list: Images): Violation[] {
  const { registry, registries = {} } = images ?? {};
  const given = Object.keys(registries);
  if (given.length === 0) return [];
  if (registry !== undefined)
    return [
      {
        path: ["images", "registries"],
        message: "can't be combined with images.registry; remove one of them",
      },
    ];
  const upstream = [...new Set(publicImages(list).map(registryOf))].sort();
  return given
    .filter((name) => !upstream.includes(name))
    .map((name) => ({
      path: ["images", "registries", name],
      message: `has no effect: images come from ${upstream.join(", ")}; remove it`,
    }));
}

/**
 * Every team pulls what is below a mirror in the account's registry, and runs it as Argo's steps. A mirror without a
 * path has the images of Argo and of the library by their own names.
 */
function openRepositories({ account, images, teams = {} }: Draft, list: Images): Violation[] {
  if (!images || account === undefined) return [];
  const mirrors = sources(images)
    .filter(({ prefix }) => prefix.startsWith(`${account}.dkr`))
    .map(({ path, prefix }) => ({ path, below: prefix.split("/").slice(1).join("/") }));
  const names = new Set(
    mirrors.some(({ below }) => below === "") ? publicImages(list).map(repositoryOf) : [],
  );
  return Object.entries(teams).flatMap(([name, { repositories }]) =>
    repositories.flatMap((repository) =>
      mirrors
        .filter(({ below }) => (below === "" ? names.has(repository) : repository.startsWith(`${below}/`)))
        .map(({ path }) => ({
          path,
          message: `would open repository ${repository} of team ${name} to every team; choose another path`,
        })),
    ),
  );
}

function publicImages(list: Images): string[] {
  return [...list().images.map(({ image }) => image), ...controlPlaneImages(readChart())];
}

/** Without registry, tag and digest. */
function repositoryOf(reference: string): string {
  return reference.slice(registryOf(reference).length + 1).replace(/[:@].*$/, "");
}

function sources({ registry, registries }: NonNullable<Draft["images"]>) {
  return [
    ...(registry === undefined ? [] : [{ path: ["images", "registry"], prefix: registry }]),
    ...Object.entries(registries).map(([name, prefix]) => ({ path: ["images", "registries", name], prefix })),
  ];
}
