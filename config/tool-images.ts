import { z } from "zod";
import { byCodeUnit } from "./code-unit-order";
import { type ImageSources, pulledAs } from "./image-sources";
import { show } from "./printable";
import { render } from "./problem";
import { repositoryPath } from "./repository";
import { YamlFile } from "./yaml-file";

/** An image that workflow templates use, as workflow-templates/images.yaml lists it. */
export interface ToolImage {
  /** Short, unique name. The list is sorted by it. */
  readonly name: string;
  /** Registry and repository, such as docker.io/library/postgres. */
  readonly image: string;
  /** Exact tag. */
  readonly version: string;
  /** `sha256:...` of the image index. `npm run images:pin` adds it. */
  readonly digest?: string | undefined;
  readonly purpose: string;
}

/** A registry has a dot or a port, or is localhost. Without a registry, Docker would guess one. */
const repository =
  /^(?:[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?|[a-z0-9-]+:\d{1,5}|localhost)(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)+$/;
const entry = z.strictObject({
  name: z
    .string("must be a name")
    .regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, "must be lowercase letters, digits, dots and hyphens"),
  image: z
    .string("must be an image")
    .regex(
      repository,
      "must be a registry and repository without a version, such as docker.io/library/postgres",
    ),
  version: z
    .string("must be a version in quotes")
    .regex(/^\w[\w.-]{0,127}$/, "must be an exact tag, such as 17.6-alpine3.22")
    .refine(isExact, "must be an exact tag with at least two numbers, or the hash of a commit"),
  digest: z
    .string("must be a digest")
    .regex(/^sha256:[0-9a-f]{64}$/, "must be sha256: and 64 hexadecimal digits")
    .optional(),
  purpose: z.string("must be a sentence").min(10, "must say what the image is for"),
});
const list = z.strictObject({ images: z.array(entry, "must be a list of images") });

/** Whether a tag always means the same release. `latest`, `3` and `stable` don't. */
export function isExact(tag: string): boolean {
  return /\d+[.-]\d+/.test(tag) || /^[0-9a-f]{40}$/.test(tag);
}

/** The images that templates can use. */
export class ImageList {
  constructor(readonly images: readonly ToolImage[]) {}

  /**
   * Reads `workflow-templates/images.yaml`, or another file with the same format.
   * @throws Error with a line for each mistake
   */
  static read(path = repositoryPath("workflow-templates", "images.yaml")): ImageList {
    const [document, ...others] = YamlFile.readAll(path);
    if (document === undefined || others.length > 0) throw new Error(`${path}:1:1 must have one document`);
    const { file, problems } = document;
    if (!file) throw new Error(problems.map((problem) => render(path, problem)).join("\n"));
    const parsed = list.safeParse(file.data);
    const issues = parsed.success ? issuesBetween(parsed.data.images) : parsed.error.issues;
    if (issues.length === 0 && parsed.success) return new ImageList(parsed.data.images);
    const lines = issues.map(({ path: where, message }) => {
      const value = file.valueAt(where);
      const shown = value === undefined ? "missing" : show(value);
      return render(path, {
        position: file.positionOf(where),
        message: `${where.join(".")}: ${shown} ${message}`,
      });
    });
    throw new Error(lines.join("\n"));
  }

  /** The entry for the `image` of a template, with or without its digest. */
  find(reference: string): ToolImage | undefined {
    const [tagged, digest] = reference.split("@");
    return this.images.find(
      ({ image, version, digest: pinned }) =>
        tagged === `${image}:${version}` && (digest === undefined || digest === pinned),
    );
  }
}

/**
 * The image as a cluster pulls it: by digest if the list has one.
 * @param sources what takes the place of its registry; the repository stays
 */
export function pullReference({ image, version, digest }: ToolImage, sources: ImageSources = {}): string {
  return `${pulledAs(image, sources)}:${version}${digest === undefined ? "" : `@${digest}`}`;
}

/** A quoted text in an expression, and a text that can only be an image. */
const quoted = /"([^"\\]+)"|'([^'\\]+)'/g;
const imageLike = /^([a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?|[a-z0-9-]+:\d+|localhost)\/\S+[:@]\S+$/;

/**
 * Replaces the references in the `image` of a container. The field is one reference, or an expression that chooses
 * between several quoted references.
 */
export function replaceReferences(field: string, replace: (reference: string) => string): string {
  if (!field.includes("{{")) return replace(field);
  return field.replace(quoted, (whole, double?: string, single?: string) => {
    const text = double ?? single ?? "";
    const quote = whole.charAt(0);
    return imageLike.test(text) ? `${quote}${replace(text)}${quote}` : whole;
  });
}

/** The references in the `image` of a container. */
export function referencesIn(field: string): string[] {
  const found: string[] = [];
  replaceReferences(field, (reference) => {
    found.push(reference);
    return reference;
  });
  return found;
}

/** Mistakes that need several entries: the order, repeated names, and images that are the same in a mirror. */
function issuesBetween(images: readonly ToolImage[]): { path: PropertyKey[]; message: string }[] {
  return images.flatMap((image, index) => {
    const path = (key: string) => ["images", index, key];
    const before = images.slice(0, index);
    const last = before.at(-1);
    const mirrored = (one: ToolImage) => pullReference(one, { registry: "mirror" });
    const same = before.find((other) => mirrored(other) === mirrored(image));
    return [
      ...(last !== undefined && byCodeUnit(last.name, image.name) >= 0
        ? [
            {
              path: path("name"),
              message: `must come after ${last.name}: the list is sorted by name, and names are unique`,
            },
          ]
        : []),
      ...(same === undefined
        ? []
        : [{ path: path("image"), message: `is the same as ${same.name} in a registry that mirrors both` }]),
    ];
  });
}
