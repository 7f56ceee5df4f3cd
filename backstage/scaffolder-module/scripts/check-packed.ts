import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { PackedArchive } from "./packed-archive";
import { Readme } from "./readme";
import { readmeSteps } from "./readme-steps";
import { readmeTables } from "./readme-tables";
import { ScratchApp } from "./scratch-app";

/** A check of the package, and what it says against it. */
export type Check = (
  name: string,
  look: () => Promise<readonly string[]> | readonly string[],
) => Promise<void>;

/**
 * `npm run check:packed`: what npm would receive, and its README line by line, in an empty Backstage backend in the
 * system's temporary folder. Exit code 1 if something is wrong.
 */
async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "packed-"));
  const wrong: string[] = [];
  const check: Check = async (name, look) => {
    const problems = await Promise.resolve()
      .then(look)
      .catch((error: unknown) => [String(error)]);
    console.log(`${problems.length === 0 ? "ok   " : "WRONG"} ${name}`);
    problems.forEach((line) => console.log(`      ${line}`));
    wrong.push(...problems);
  };
  mkdirSync(join(folder, "app"));
  const app = new ScratchApp(join(folder, "app"));
  try {
    const archive = PackedArchive.pack(folder);
    await check("the archive has what it must, and nothing else", () => archive.contents());
    await check("everything that it imports is a dependency", () => archive.undeclared());
    await check("its API is that of report.api.md", () => archive.apiChanges());
    await check("its exports and types are found (publint, attw)", () => archive.exportProblems());
    const unpacked = archive.unpack(app.nodeModules);
    app.install(Object.keys(archive.manifest.dependencies));
    await check("it loads with nothing but its dependencies, and is a backend feature", () => {
      const load = createRequire(join(app.nodeModules, "..", "package.json"));
      const { default: feature } = load(archive.manifest.name) as { default?: { $$type?: string } };
      return feature?.$$type === "@backstage/BackendFeature"
        ? []
        : ["its default export is no backend feature"];
    });
    app.installBackstage();
    const readme = new Readme(readFileSync(join(unpacked, "README.md"), "utf8"));
    await readmeSteps({ check, readme, app, name: archive.manifest.name });
    await readmeTables({ check, readme, app, unpacked });
    await check("README: nothing in it that no check looks at", () => readme.left);
  } finally {
    await app.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(wrong.length === 0 ? "nothing wrong" : `${wrong.length} wrong:\n${wrong.join("\n")}`);
  process.exit(wrong.length === 0 ? 0 : 1);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
