import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";

import { deployment, type VersionImages } from "./application";
import type { GitServer } from "./git-server";

/** A Git work tree that grows commit by commit. */
export class WorkTree {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
    this.git("init", "--quiet", "--initial-branch=main");
  }

  /** Copies a folder's content into it. */
  copy(from: string): this {
    cpSync(from, this.folder, { recursive: true });
    return this;
  }

  /** Writes files; a path may have any name that the file system takes. */
  write(files: Readonly<Record<string, string>>): this {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.folder, path)), { recursive: true });
      writeFileSync(join(this.folder, path), content);
    }
    return this;
  }

  /** Commits everything there is and returns the full hash. */
  commit(message: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--allow-empty", `--message=${message}`);
    return this.git("rev-parse", "HEAD");
  }

  /** Makes a branch of any legal name at the newest commit, without changing to it. */
  branch(name: string): void {
    this.git("update-ref", `refs/heads/${name}`, "HEAD");
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", ["-C", this.folder, ...args], {
      encoding: "utf8",
      env: {
        PATH: process.env["PATH"],
        HOME: this.folder,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_AUTHOR_NAME: "A. Uthor",
        GIT_AUTHOR_EMAIL: "author@example.com",
        GIT_COMMITTER_NAME: "A. Uthor",
        GIT_COMMITTER_EMAIL: "author@example.com",
        GIT_AUTHOR_DATE: "2026-01-01T00:00:00Z",
        GIT_COMMITTER_DATE: "2026-01-01T00:00:00Z",
      },
    }).trim();
  }
}

/** What the repositories hold that the runs name. */
export interface Repositories {
  /** Newest commit of backend/api's branch main. */
  readonly head: string;
  /** A commit before it. */
  readonly first: string;
  readonly hostileBranches: readonly string[];
}

const fixtures = join(__dirname, "..", "fixtures");

/** Branch names that a shell, an option parser or a template engine would trip over; Git allows each of them. */
const hostileBranches = [
  "$(touch${IFS}pwned)",
  "`id`",
  "a;b&c|d",
  "quote'double\"",
  "--upload-pack=touch",
  "{{workflow.name}}",
];

/** File names of the same kind. */
const hostileFiles = [
  "-rf",
  "$(touch pwned)",
  "two\nlines",
  " blank ",
  "ünïcode",
  "quote'\"",
  "{{inputs.x}}",
];

/** Makes the repositories that the runs check out, below the Git server's folder. */
export async function makeRepositories(
  server: GitServer,
  folder: string,
  registry: string,
  images: VersionImages,
): Promise<Repositories> {
  const library = new WorkTree(join(folder, "library")).write({ "shared.txt": "shared\n" });
  library.commit("Share a word");
  await server.publish(library.folder, "backend/library");

  const api = new WorkTree(join(folder, "api")).copy(join(fixtures, "api"));
  api.write({
    Dockerfile: dockerfile(registry),
    "k8s/api/deployment.yaml": stringify(deployment("gitops", images.one)),
    "k8s/deaf/deployment.yaml": stringify(deployment("gitops-deaf", images.deaf)),
    "k8s/broken/deployment.yaml":
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: broken }\nspec: { replicas: many }\n",
    "k8s/api/settings.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: gitops }\ndata: { old: 'yes' }\n",
  });
  const first = api.commit("Begin");
  api.git("tag", "v1.0.0");
  api.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.folder, "library");
  // Beside the repository, wherever that is served.
  api.git("config", "--file", ".gitmodules", "submodule.library.url", "../library.git");
  api.git("rm", "--quiet", "k8s/api/settings.yaml");
  const head = api.commit("Take the library in");
  variants(api);
  await server.publish(api.folder, "backend/api");

  const hostile = new WorkTree(join(folder, "hostile")).write(
    Object.fromEntries(hostileFiles.map((name) => [name, "content\n"])),
  );
  hostile.commit("$(touch pwned)\n\n`id` {{workflow.name}}");
  hostileBranches.forEach((name) => hostile.branch(name));
  await server.publish(hostile.folder, "backend/hostile");
  return { head, first, hostileBranches };
}

/** Branches of backend/api on which something is wrong. */
function variants(api: WorkTree): void {
  const change = (branch: string, files: Readonly<Record<string, string>>): void => {
    api.git("checkout", "--quiet", "-B", branch, "main");
    api.write(files).commit(branch);
  };
  change("vulnerable", { "app/vulnerable": "a package with a known hole\n" });
  change("failing-tests", {
    "src/test/java/shop/PricesTest.java": failingJavaTest,
    "test/prices.test.mjs": failingNodeTest,
  });
  change("stale-lock", { "pnpm-lock.yaml": "lockfileVersion: '9.0'\nimporters:\n  .: {}\n" });
  api.git("checkout", "--quiet", "main");
}

const dockerfile = (
  registry: string,
): string => `# Two stages, an argument, and a base image of the team's own.
FROM ${registry}/backend/base:1 AS build
ARG NODE_ENV=development
COPY app /app
RUN echo "built for $NODE_ENV" >/app/www/environment

FROM ${registry}/backend/base:1 AS release
COPY --from=build /app /app
ENTRYPOINT ["/bin/sh", "/app/serve"]
`;

const failingJavaTest = `package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PricesTest {
  @Test
  void addsUp() {
    assertEquals(601, Prices.total(100, 200, 300));
  }
}
`;

const failingNodeTest = `import assert from "node:assert/strict";
import { test } from "node:test";

import { total } from "../dist/prices.mjs";

test("adds up", () => assert.equal(total(100, 200, 300), 601));
`;
