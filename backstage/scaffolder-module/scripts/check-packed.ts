import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Check } from "./check";
import { PackedArchive } from "./packed-archive";
import { Readme } from "./readme";
import { readmeSteps } from "./readme-steps";
import { readmeTables } from "./readme-tables";
import { ScratchApp } from "./scratch-app";

/**
 * `npm run check:packed`: checks the package that npm would receive, and follows its README line by line in an empty
 * Backstage backend in the system's temporary folder. Exits with code 1 if something is wrong.
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
    await check("the archive has the required files, and no others", () => archive.contents());
    await check("each import is a dependency", () => archive.undeclared());
    await check("the API matches report.api.md", () => archive.apiChanges());
    await check("exports and types resolve (publint, attw)", () => archive.exportProblems());
    const unpacked = archive.unpack(app.nodeModules);
    app.install(Object.keys(archive.manifest.dependencies));
    await check("it loads with only its dependencies, and is a backend feature", () => {
      const load = createRequire(join(app.nodeModules, "..", "package.json"));
      const { default: feature } = load(archive.manifest.name) as { default?: { $$type?: string } };
      return feature?.$$type === "@backstage/BackendFeature"
        ? []
        : ["the default export isn't a backend feature"];
    });
    app.installBackstage();
    const readme = new Readme(readFileSync(join(unpacked, "README.md"), "utf8"));
    await readmeSteps({ check, readme, app, name: archive.manifest.name });
    await readmeTables({ check, readme, app, unpacked });
    await check("README: a check covers each code block and table", () => readme.left);
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
