import { cacheFolder } from "./cache-folder";
import { providePrograms } from "./program-builder";
import { tools } from "./programs";

/**
 * `npm run lab:build [-- NAME...]`: builds missing programs, these or all but those of the weekly run, and prints their
 * paths.
 */
async function main(): Promise<void> {
  const from = Date.now();
  const names = process.argv.slice(2);
  const usual = tools.filter(({ weekly }) => weekly !== true).map(({ name }) => name);
  const paths = await providePrograms({
    only: names.length > 0 ? names : usual,
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
