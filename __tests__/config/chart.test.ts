import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAtLeast, readChart } from "../../config/chart";

describe("readChart", () => {
  it("reads the pin that Renovate updates", () => {
    expect(readChart()).toEqual({
      name: "argo-workflows",
      version: "2.0.9",
      repository: "https://argoproj.github.io/argo-helm",
      appVersion: "v4.1.4",
    });
  });

  it.each([
    ["a range", "version: ^2.0.9"],
    ["no version", ""],
  ])("refuses %s, because two plans of one commit could differ", (_, version) => {
    const directory = mkdtempSync(join(tmpdir(), "aws-argo-infra-test-"));
    const path = join(directory, "Chart.yaml");
    writeFileSync(
      path,
      `appVersion: v4.1.4\ndependencies:\n  - name: a\n    repository: https://example.com\n    ${version}\n`,
    );
    expect(() => readChart(path)).toThrow(`${path} doesn't pin the chart`);
    rmSync(directory, { recursive: true });
  });
});

describe("isAtLeast", () => {
  it.each([
    ["1.0.18", 2, 0, false],
    ["2.0.9", 2, 0, true],
    ["10.0.0", 2, 0, true],
    ["v4.0.10", 4, 1, false],
    ["v4.1.0", 4, 1, true],
    ["v5.0.0", 4, 1, true],
    ["nonsense", 1, 0, false],
  ])("%s against %i.%i: %s", (version, major, minor, expected) => {
    expect(isAtLeast(version, major, minor)).toBe(expected);
  });
});
