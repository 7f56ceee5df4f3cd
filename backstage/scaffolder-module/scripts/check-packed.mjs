// Packs the module, installs the archive with what it depends on into an empty folder, and loads it there: what is
// missing from "files" or "dependencies" shows here, as it would to whoever installs it.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { name, main, types, configSchema } = JSON.parse(readFileSync("package.json", "utf8"));
const folder = mkdtempSync(join(tmpdir(), "packed-"));
const npm = (args, cwd) =>
  execFileSync("npm", args, { cwd, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });

try {
  npm(["pack", "--pack-destination", folder]);
  const archive = join(
    folder,
    readdirSync(folder).find((file) => file.endsWith(".tgz")),
  );
  const files = execFileSync("tar", ["-tzf", archive], { encoding: "utf8" }).trim().split("\n");
  const packed = files.map((file) => file.replace(/^package\//, ""));
  const unexpected = packed.filter(
    (file) => !/^(dist\/.+\.(js|d\.ts)|package\.json|README\.md|LICENSE|config\.d\.ts)$/.test(file),
  );
  const missing = [main, types, configSchema, "LICENSE", "README.md"]
    .map((file) => file.replace(/^\.\//, ""))
    .filter((file) => !packed.includes(file));
  if (unexpected.length > 0 || missing.length > 0)
    throw new Error(
      `the package has ${unexpected.join(", ") || "nothing"} too much and lacks ${missing.join(", ") || "nothing"}`,
    );

  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "scratch", private: true }));
  npm(["install", "--omit=dev", "--no-package-lock", archive], folder);
  const feature = createRequire(join(folder, "package.json"))(name).default;
  if (feature?.$$type !== "@backstage/BackendFeature")
    throw new Error(`${name} doesn't export a backend feature`);
  console.log(`${packed.length} files; installs into an empty folder and loads`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
