import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync("node", ["--import", "tsx", "tools/explain.ts", ...args], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
};

describe("npm run explain", () => {
  it("explains a plan", () => {
    const path = join(mkdtempSync(join(tmpdir(), "explain-")), "dev-argo-iam.json");
    writeFileSync(path, JSON.stringify({ format_version: "1.2", resource_changes: [] }));
    expect(run("--text", path)).toMatchObject({ status: 0, stderr: "" });
  });

  it("says what is wrong in one line, with exit code 2", () => {
    const { status, stdout, stderr } = run("missing.json");
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr: "missing.json: can't be read (ENOENT)\n",
    });
  });

  it("compares cdktf.out with a Git ref, and says that it isn't proved", () => {
    execFileSync("git", ["rev-parse", "HEAD"]);
    const { status, stdout } = run("--base", "HEAD", "dev");
    expect(status).toBe(0);
    expect(stdout).toContain("Terraform has not planned `dev-argo-iam`");
    const refused = run("--base", "--output=x");
    expect(refused).toMatchObject({ status: 2, stderr: 'there is no Git ref "--output=x"\n' });
  });
});
