import { execFileSync } from "node:child_process";
import { Refusal } from "../../config/refusal";
import type { SynthesizedStack, TerraformJson } from "../generators/synthesized-stacks";

/**
 * Every stack that a Git ref has in `cdktf.out`. Nothing is checked out, and nothing of the ref runs.
 * @throws Refusal if there is no such ref, or it has no `cdktf.out`
 */
export function stacksAt(ref: string): SynthesizedStack[] {
  const commit = git(
    ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`],
    `there is no Git ref ${JSON.stringify(ref)}`,
  ).trim();
  const paths = git(
    ["ls-tree", "-r", "--name-only", "-z", commit, "--", "cdktf.out/stacks"],
    `can't list ${ref}`,
  )
    .split("\0")
    .filter((path) => path.endsWith("/cdk.tf.json"));
  if (paths.length === 0) throw new Refusal(`${ref} has no stack in cdktf.out`);
  return paths.map((path) => {
    const directory = path.replace(/\/cdk\.tf\.json$/, "");
    const id = directory.replace(/^.*\//, "");
    const text = git(["cat-file", "blob", `${commit}:${path}`], `can't read ${path} of ${ref}`);
    return {
      id,
      environment: id.replace(/-argo-[a-z]+$/, ""),
      directory,
      dependencies: [],
      configuration: parsed(text, `${path} of ${ref}`),
    };
  });
}

function parsed(text: string, where: string): TerraformJson {
  try {
    return JSON.parse(text) as TerraformJson;
  } catch {
    throw new Refusal(`${where} is no JSON`);
  }
}

function git(args: readonly string[], problem: string): string {
  try {
    return execFileSync("git", args, {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    throw new Refusal(problem);
  }
}
