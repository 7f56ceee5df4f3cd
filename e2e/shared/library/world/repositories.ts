import { join } from "node:path";
import { stringify } from "yaml";
import { deployment, type VersionImages } from "./application";
import type { GitServer } from "./git-server";
import { publishHostile } from "./hostile-repositories";
import { WorkTree } from "./work-tree";

/** What the repositories hold that the runs name. */
export interface Repositories {
  /** Newest commit of backend/api's branch main. */
  readonly head: string;
  /** A commit before it. */
  readonly first: string;
}

const fixtures = join(__dirname, "..", "fixtures");

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

  await publishHostile(server, folder);
  return { head, first };
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
