import { spawnSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { readStacks, type SynthesizedStack } from "./generators/synthesized-stacks";

/** Platforms whose checksums are in every lock file: Atlantis, CI, and the laptops of the people who deploy. */
const platforms = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"];

/**
 * `npm run lock`: writes `.terraform.lock.hcl` next to each stack's JSON. Stacks with the same providers get the
 * same file, so it asks for each set of providers once. It passes further arguments to `terraform providers lock`
 * (`npm run lock -- -fs-mirror=/path`, or `npm run lock -- -platform=linux_amd64` for one platform).
 */
function lock(stacks: readonly SynthesizedStack[], extra: readonly string[]): boolean {
  const chosen = extra.some((argument) => argument.startsWith("-platform="))
    ? []
    : platforms.map((platform) => `-platform=${platform}`);
  const byProviders = new Map<string, SynthesizedStack[]>();
  for (const stack of stacks) {
    const providers = JSON.stringify(stack.configuration.terraform.required_providers);
    byProviders.set(providers, [...(byProviders.get(providers) ?? []), stack]);
  }
  for (const [first, ...others] of byProviders.values()) {
    if (first === undefined) continue;
    const run = spawnSync(
      "terraform",
      [`-chdir=${first.directory}`, "providers", "lock", ...chosen, ...extra],
      {
        stdio: "inherit",
        env: { ...process.env, CHECKPOINT_DISABLE: "1" },
      },
    );
    if (run.error) console.error(`terraform can't be started: ${run.error.message}`);
    if (run.status !== 0) {
      console.error(`no lock file for ${[first, ...others].map(({ id }) => id).join(", ")}`);
      return false;
    }
    for (const other of others) {
      copyFileSync(
        join(first.directory, ".terraform.lock.hcl"),
        join(other.directory, ".terraform.lock.hcl"),
      );
    }
  }
  return true;
}

if (!lock(readStacks("cdktf.out"), process.argv.slice(2))) process.exitCode = 1;
