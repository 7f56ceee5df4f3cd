import { readFileSync, writeFileSync } from "node:fs";
import { isMap, isScalar, Pair, parseDocument, Scalar, type YAMLMap } from "yaml";
import { ImageList, type ToolImage } from "../../config/tool-images";
import { digestOf, RegistryError } from "./registry";

/** The result of asking for one image. */
export interface Answer {
  readonly image: ToolImage;
  /** Why there is no digest to write; undefined if there is a digest. */
  readonly problem?: string;
  readonly digest?: string;
}

/**
 * Asks the registries for the digest of every image, and writes the digests into the list. It writes nothing unless
 * every registry answered, and never replaces a digest: a person must look at a tag that moved.
 * @returns the answer for each image
 */
export async function pin(path: string): Promise<Answer[]> {
  const { images } = ImageList.read(path);
  const answers = await Promise.all(images.map(answerFor));
  if (answers.every(({ problem }) => problem === undefined)) write(path, answers);
  return answers;
}

async function answerFor(image: ToolImage): Promise<Answer> {
  try {
    const digest = await digestOf(image.image, image.version);
    if (image.digest === undefined || image.digest === digest) return { image, digest };
    const problem = `${image.image}:${image.version} is ${digest} now, and was ${image.digest}: somebody moved the tag; if you trust the new one, remove the digest and run this again`;
    return { image, problem };
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    return { image, problem: error.message };
  }
}

function write(path: string, answers: readonly Answer[]): void {
  const before = readFileSync(path, "utf8");
  const document = parseDocument(before);
  const entries = document.get("images") as YAMLMap;
  for (const [index, { image, digest }] of answers.entries()) {
    const entry = entries.items[index];
    if (image.digest !== undefined || !isMap(entry)) continue;
    const version = entry.items.findIndex(({ key }) => isScalar(key) && key.value === "version");
    entry.items.splice(version + 1, 0, new Pair(new Scalar("digest"), new Scalar(digest)));
  }
  const after = document.toString({ lineWidth: 0 });
  if (after !== before) writeFileSync(path, after);
}
