import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";

/** CDK Terrain, the community's continuation of CDKTF. renovate: datasource=npm depName=cdktn */
const version = "0.24.0";

/** Parts that a synth never reads, some with packages of their own, and its output. */
const leftOut = [
  ...[".git", "node_modules", "cdktf.out", "dist", "coverage"],
  ...["__tests__", "backstage", "docs", "e2e"],
];

/**
 * `npm run e2e:cdk-terrain`: tests our alternative to the archived CDKTF. In a copy of the project, CDK Terrain replaces
 * the package `cdktf`; the same source must compile, and write the same Terraform JSON except for its version.
 */
function main(): void {
  // Next to the project, so that node_modules can be copied by hard links.
  const scratch = mkdtempSync(join(dirname(process.cwd()), ".cdk-terrain-"));
  try {
    for (const part of readdirSync(".").filter((name) => !leftOut.includes(name)))
      cpSync(part, join(scratch, part), { recursive: true });
    // The folder itself, even if it is a link: its copy is about to change.
    execFileSync("cp", ["-al", realpathSync("node_modules"), join(scratch, "node_modules")]);
    replaceCdktf(scratch);
    const compiler = join(scratch, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [compiler, "-p", "tsconfig.build.json"], {
      cwd: scratch,
      stdio: "inherit",
    });
    execFileSync(process.execPath, ["dist/main.js"], { cwd: scratch, stdio: "inherit" });
    const different = differences("cdktf.out", join(scratch, "cdktf.out"));
    for (const file of different) console.error(`${file}: CDK Terrain ${version} writes a different file`);
    if (different.length > 0) process.exitCode = 1;
    else console.log(`CDK Terrain ${version} compiles the same source and writes the same Terraform JSON`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function replaceCdktf(project: string): void {
  const packed = mkdtempSync(join(tmpdir(), "cdktn-"));
  try {
    execFileSync("npm", ["pack", `cdktn@${version}`, "--silent", "--pack-destination", packed], {
      cwd: project,
    });
    execFileSync("tar", ["-xzf", `cdktn-${version}.tgz`], { cwd: packed });
    rmSync(join(project, "node_modules/cdktf"), { recursive: true });
    try {
      renameSync(join(packed, "package"), join(project, "node_modules/cdktf"));
    } catch {
      cpSync(join(packed, "package"), join(project, "node_modules/cdktf"), { recursive: true });
    }
  } finally {
    rmSync(packed, { recursive: true, force: true });
  }
}

/** Files whose data differs between the folders, apart from the version that wrote them. */
function differences(ours: string, theirs: string): string[] {
  const files = new Set([...filesBelow(ours), ...filesBelow(theirs)]);
  return [...files]
    .filter((file) => !isDeepStrictEqual(content(join(ours, file)), content(join(theirs, file))))
    .sort();
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => statSync(join(folder, path)).isFile() && path.endsWith(".json"),
  );
}

function content(path: string): unknown {
  if (!existsSync(path)) return undefined;
  const data = JSON.parse(readFileSync(path, "utf8")) as {
    version?: string;
    "//"?: { metadata?: { version?: string } };
  };
  delete data.version;
  delete data["//"]?.metadata?.version;
  return data;
}

main();
