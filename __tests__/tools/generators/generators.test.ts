import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { sourceGenerators } from "../../../tools/generators/generators";
import { synthFiles } from "../../../tools/generators/terraform-json";

// Prettier loads its parsers in a way that Jest doesn't support. These tests are about paths, not content.
jest.mock("prettier", () => ({
  format: (content: string) => Promise.resolve(content),
  resolveConfig: () => Promise.resolve({}),
}));

const committed = (...patterns: string[]) =>
  spawnSync("git", ["ls-files", "--", ...patterns], { encoding: "utf8" })
    .stdout.trim()
    .split("\n");

describe("npm run generate", () => {
  it("makes every committed file that says that it is generated", async () => {
    const saying = committed("*.yaml", "*.md", "*.json").filter((path) =>
      /^# Made by npm run |^<!-- parameters -->$|`npm run generate` writes\s+this page/m.test(
        readFileSync(path, "utf8"),
      ),
    );
    const made: string[] = [];
    for (const generate of sourceGenerators) made.push(...(await generate()).files.keys());
    expect(saying).toContain("docs/environment.md");
    // The synth makes atlantis.yaml, which atlantis.test.ts compares.
    expect([...saying, "config/environment.schema.json"].sort()).toEqual([...made, "atlantis.yaml"].sort());
  });

  it("knows that a synth writes all of cdktf.out", () =>
    expect(synthFiles("cdktf.out").map((file) => `cdktf.out/${file}`)).toEqual(
      committed("cdktf.out").filter((file) => !file.endsWith(".terraform.lock.hcl")),
    ));

  it("leaves Terraform's own files next to the JSON alone", () => {
    const folder = mkdtempSync(join(tmpdir(), "synth-files-"));
    const stack = "stacks/dev-argo-state";
    for (const file of [
      "manifest.json",
      `${stack}/cdk.tf.json`,
      `${stack}/assets/a/Chart.yaml`,
      `${stack}/.terraform.lock.hcl`,
      `${stack}/.terraform/modules/modules.json`,
      `${stack}/terraform.tfstate`,
    ]) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), "");
    }
    expect(synthFiles(folder)).toEqual([
      "manifest.json",
      `${stack}/assets/a/Chart.yaml`,
      `${stack}/cdk.tf.json`,
    ]);
    rmSync(folder, { recursive: true });
  });
});
