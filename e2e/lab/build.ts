import { cacheFolder } from "./cache-folder";
import { providePrograms } from "./program-builder";

/** `npm run lab:build [-- NAME...]`: builds missing programs, all or these, and prints their paths. */
async function main(): Promise<void> {
  const from = Date.now();
  const names = process.argv.slice(2);
  const paths = await providePrograms({
    ...(names.length > 0 && { only: names }),
    progress: (line) => console.log(line),
  });
  for (const [name, path] of paths) console.log(`${name.padEnd(24)} ${path}`);
  console.log(
    `${paths.size} programs in ${Math.round((Date.now() - from) / 1000)} s; cache: ${cacheFolder()}`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
