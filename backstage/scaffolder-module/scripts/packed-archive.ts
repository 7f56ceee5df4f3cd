import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";

import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { preProcessFile } from "typescript";

export interface Manifest {
  readonly name: string;
  readonly main: string;
  readonly types: string;
  readonly configSchema: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The archive that npm would receive. */
export class PackedArchive {
  readonly #files: readonly string[];

  private constructor(
    readonly path: string,
    readonly manifest: Manifest,
  ) {
    const listed = execFileSync("tar", ["-tzf", path], { encoding: "utf8" }).trim().split("\n");
    this.#files = listed.map((file) => file.replace(/^package\//, ""));
  }

  /** Builds and packs the module of the current folder. */
  static pack(folder: string): PackedArchive {
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    const [name = ""] = readdirSync(folder).filter((file) => file.endsWith(".tgz"));
    return new PackedArchive(
      join(folder, name),
      JSON.parse(readFileSync("package.json", "utf8")) as Manifest,
    );
  }

  /** Unpacks it where Node can import it by name. @returns its folder */
  unpack(nodeModules: string): string {
    const target = join(nodeModules, this.manifest.name);
    mkdirSync(target, { recursive: true });
    execFileSync("tar", ["-xzf", this.path, "-C", target, "--strip-components=1"]);
    return target;
  }

  /** Unneeded and missing files. */
  contents(): string[] {
    const { main, types, configSchema } = this.manifest;
    const wanted = /^(dist\/.+\.(js|d\.ts)|package\.json|README\.md|LICENSE|config\.d\.ts)$/;
    const needed = [main, types, configSchema, "LICENSE", "README.md"].map((file) =>
      file.replace(/^\.\//, ""),
    );
    return [
      ...this.#files
        .filter((file) => !wanted.test(file))
        .map((file) => `${file} doesn't belong in the package`),
      ...needed.filter((file) => !this.#files.includes(file)).map((file) => `${file} is missing`),
    ];
  }

  /** Packages that its code or types import although they aren't dependencies. */
  undeclared(): string[] {
    const unpacked = this.unpack(join(this.path, "..", "imports"));
    return this.#files
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .flatMap((file) =>
        preProcessFile(readFileSync(join(unpacked, file), "utf8"), true, true).importedFiles.map(
          ({ fileName }) => [file, fileName] as const,
        ),
      )
      .filter(([, name]) => !name.startsWith(".") && !isBuiltin(name))
      .map(([file, name]) => [file, /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name] as const)
      .filter(([, name]) => !Object.hasOwn(this.manifest.dependencies, name))
      .map(([file, name]) => `${file} imports ${name}, which isn't in dependencies`);
  }

  /** Differences that API Extractor finds from the committed report. */
  apiChanges(): string[] {
    const { status, stdout } = spawnSync("node_modules/.bin/api-extractor", ["run"], { encoding: "utf8" });
    return status === 0 ? [] : [stdout];
  }

  /** Problems that publint and attw find. */
  async exportProblems(): Promise<string[]> {
    const tarball = Uint8Array.from(readFileSync(this.path)).buffer;
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true });
    const said = messages.map((message) => formatMessage(message, pkg) ?? message.code);
    const rules = ["--profile", "node16", "--ignore-rules", "cjs-only-exports-default"];
    const { status, stdout } = spawnSync("node_modules/.bin/attw", [this.path, ...rules], {
      encoding: "utf8",
    });
    return status === 0 ? said : [...said, stdout];
  }
}
