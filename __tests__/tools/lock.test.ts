import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join, resolve } from "node:path";
import { readStacks } from "../../tools/generators/synthesized-stacks";

/** Stands in for terraform: notes how it was called and writes a lock file, or fails. */
const terraform = `#!/bin/sh
echo "$@" >>"$CALLS"
[ -z "$FAIL" ] || exit 1
echo locked >"\${1#-chdir=}/.terraform.lock.hcl"
`;

describe("npm run lock", () => {
  let project: string;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "lock-"));
    cpSync("cdktf.out", join(project, "cdktf.out"), { recursive: true });
    for (const { directory } of readStacks(join(project, "cdktf.out"))) {
      rmSync(join(directory, ".terraform.lock.hcl"), { force: true });
    }
    mkdirSync(join(project, "bin"));
    writeFileSync(join(project, "bin", "terraform"), terraform);
    chmodSync(join(project, "bin", "terraform"), 0o755);
  });

  afterEach(() => rmSync(project, { recursive: true }));

  const lock = (args: string[], env: Record<string, string> = {}) => {
    const run = spawnSync(
      process.execPath,
      [resolve("node_modules/tsx/dist/cli.mjs"), resolve("tools/lock.ts"), ...args],
      {
        cwd: project,
        encoding: "utf8",
        env: {
          ...process.env,
          PATH: `${join(project, "bin")}${delimiter}${process.env.PATH}`,
          CALLS: join(project, "calls"),
          ...env,
        },
      },
    );
    return { ...run, calls: readFileSync(join(project, "calls"), "utf8").trim().split("\n") };
  };
  const stacks = () => readStacks(join(project, "cdktf.out"));

  it("asks once for each set of providers, for every platform, and gives each stack a lock file", () => {
    const sets = new Set(
      stacks().map(({ configuration }) => JSON.stringify(configuration.terraform.required_providers)),
    );
    const { status, calls } = lock([]);
    expect(status).toBe(0);
    expect(calls).toHaveLength(sets.size);
    expect(calls[0]).toMatch(/providers lock -platform=linux_amd64 .*-platform=darwin_arm64/);
    expect(stacks().filter(({ directory }) => !existsSync(join(directory, ".terraform.lock.hcl")))).toEqual(
      [],
    );
  });

  it("passes other arguments to terraform, and reads the platforms from them", () => {
    const { calls } = lock(["-fs-mirror=/mirror", "-platform=linux_arm64"]);
    expect(calls[0]).toMatch(/providers lock -fs-mirror=\/mirror -platform=linux_arm64$/);
  });

  it("ends with exit code 1 and names the stacks that stay without a lock file", () => {
    const { status, stderr } = lock([], { FAIL: "1" });
    expect(status).toBe(1);
    const names = stacks().map(({ directory }) => basename(directory));
    expect(stderr).toContain(`no lock file for ${names.slice(0, 2).join(", ")}`);
  });
});
