import { createHash } from "node:crypto";
import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { cachedInstallation, quietly } from "../lab/cached-installation";

const source = join(__dirname, "backstage");

export interface InstallOptions {
  /** Receives a line for each step. */
  readonly progress: (line: string) => void;
  /** Ends an installation in progress. */
  readonly signal: AbortSignal;
}

/**
 * Installs the small Backstage and builds its pages, in the cache, once for each lock file and content of `backstage/`.
 * @returns its folder
 * @throws with the last lines of npm's or the build's output
 */
export function installBackstage({ progress, signal }: InstallOptions): Promise<string> {
  return cachedInstallation("portal", sourceHash(), async (work) => {
    cpSync(source, work, { recursive: true });
    const timed = async (what: string, step: Promise<void>): Promise<void> => {
      const from = Date.now();
      progress(`${what} ...`);
      await step;
      progress(`${what}: ${Math.round((Date.now() - from) / 1000)} s`);
    };
    const installed = quietly("npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline"], {
      cwd: work,
      signal,
      env: { ...process.env, NODE_ENV: "development" },
    });
    await timed("installing the portal's Backstage, once (minutes)", installed);
    const build = join(work, "node_modules/@backstage/cli-module-build/bin/backstage-cli-module-build");
    const built = quietly(process.execPath, [build, "package", "build"], {
      cwd: join(work, "app"),
      signal,
      env: { ...process.env, NODE_ENV: "production" },
    });
    await timed("building the portal's pages", built);
  });
}

function sourceHash(): string {
  const hash = createHash("sha256");
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(relative(source, file)))
    .sort();
  for (const file of files)
    hash.update(relative(source, file)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 12);
}
