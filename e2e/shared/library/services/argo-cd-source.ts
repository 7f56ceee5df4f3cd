import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { KubernetesObject } from "../../../lab/kubernetes-api";

/** Plain manifests in bare Git repositories on disk. */
export class ManifestSource {
  readonly #read = new Map<string, KubernetesObject[]>();

  /** Folder of the repositories; the path of a repoURL is relative to it. */
  constructor(private readonly folder: string) {}

  /**
   * Full hash of a revision.
   * @throws with Argo CD's message if it does not exist
   */
  resolve(url: string, revision: string): string {
    try {
      return this.git(
        url,
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        `${revision}^{commit}`,
      ).trim();
    } catch {
      throw new Error(`unable to resolve '${revision}' to a commit SHA`);
    }
  }

  /** Every object of the `.yaml` files in a folder at a commit, in the order of file names. */
  manifests(url: string, commit: string, path: string): KubernetesObject[] {
    const key = [url, commit, path].join(" ");
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const names = this.git(url, "ls-tree", "--name-only", commit, "--", `${path}/`).split("\n");
    const objects = names
      .filter((name) => name.endsWith(".yaml"))
      .flatMap((name) => parseAllDocuments(this.git(url, "show", `${commit}:${name}`)))
      .map((document) => document.toJS() as KubernetesObject);
    this.#read.set(key, objects);
    return objects;
  }

  private git(url: string, ...args: readonly string[]): string {
    const repository = join(this.folder, new URL(url).pathname);
    return execFileSync("git", ["-C", repository, ...args], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}
