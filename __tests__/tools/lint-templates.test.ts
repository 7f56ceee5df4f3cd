import { spawnSync } from "node:child_process";

const run = (...args: string[]) => {
  const program = ["--import", "tsx", "tools/lint-templates.ts", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { encoding: "utf8" });
  return { status, stdout, stderr };
};
const fixtures = "__tests__/fixtures/template-linter";

describe("npm run lint:templates", () => {
  it("prints a line for each mistake and ends with 1", () => {
    const { status, stdout, stderr } = run(`${fixtures}/no-title`);
    expect(status).toBe(1);
    expect(stdout.split("\n")).toContain(
      `${fixtures}/no-title/bad.yaml:3:1 no-title build has no annotation workflows.argoproj.io/title docs/lint-rules.md#no-title`,
    );
    expect(stderr).toBe("3 Argo objects, 4 findings; no images.yaml, so images weren't checked\n");
  });

  it("prints JSON", () => {
    const { status, stdout } = run(`${fixtures}/no-description/bad.yaml`, "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toContainEqual({
      file: `${fixtures}/no-description/bad.yaml`,
      line: 3,
      column: 1,
      rule: "no-description",
      message: "build has no annotation workflows.argoproj.io/description",
      docs: "docs/lint-rules.md#no-description",
    });
  });

  it("ends with 0 without findings", () => {
    expect(run(`${fixtures}/unreadable-file/good.yaml`)).toMatchObject({ status: 0, stdout: "" });
  });

  it("ends with 2 if it can't read the files", () => {
    expect(run("no/such/folder")).toMatchObject({ status: 2, stdout: "" });
    expect(run("--jsn").stderr).toMatch(/^--jsn is not an option; usage: /);
  });
});
