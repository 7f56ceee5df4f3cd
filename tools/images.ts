import type { ImageSources } from "../config/image-sources";
import { loadEnvironments } from "../config/load";
import { repositoryPath } from "../config/repository";
import { ImageList } from "../config/tool-images";
import { mirrorList } from "./container-images/mirror";
import { pin } from "./container-images/pin";

const usage = `usage: npm run images:pin [-- <file>]       writes digests into workflow-templates/images.yaml
       npm run images:mirror [-- <registry>]  prints the source and target of each image to copy`;

/**
 * `npm run images:pin` and `npm run images:mirror`: pins the images of the workflow templates by digest, and lists
 * what to copy to a registry of your own. Exit code 1 if a registry doesn't answer (it then writes nothing), 2 for wrong
 * arguments.
 */
async function main([command, argument, ...others]: readonly string[]): Promise<number> {
  const file = repositoryPath("workflow-templates", "images.yaml");
  if (others.length === 0 && command === "pin") return pinned(argument ?? file);
  if (others.length === 0 && command === "mirror") return mirrored(file, argument);
  console.error(usage);
  return 2;
}

async function pinned(file: string): Promise<number> {
  const answers = await pin(file);
  const problems = answers.flatMap(({ problem }) => (problem === undefined ? [] : [problem]));
  for (const problem of [...new Set(problems)].sort()) console.error(problem);
  const added = answers.filter(({ image }) => image.digest === undefined).length;
  console.log(
    problems.length > 0
      ? `${problems.length} of ${answers.length} images have no readable digest; nothing was changed`
      : `${answers.length} images have their digest, ${added} of them new`,
  );
  return problems.length > 0 ? 1 : 0;
}

/** @param registry default: those of the environments, `images.registry` and `images.registries` */
function mirrored(file: string, registry: string | undefined): number {
  const list = ImageList.read(file);
  const sources: ImageSources[] =
    registry === undefined ? loadEnvironments("environments").map(({ images }) => images) : [{ registry }];
  const lines = sources
    .flatMap((each) => mirrorList(each, list))
    .map(({ source, target }) => `${source} ${target}`);
  if (lines.length === 0) {
    console.error(
      "no environment has images.registry or images.registries; name a registry: npm run images:mirror -- registry.example.com",
    );
    return 2;
  }
  for (const line of new Set(lines)) console.log(line);
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
