import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const standIn = (name: string, ...args: string[]) =>
  spawnSync(join(__dirname, "../../../../e2e/shared/library/stand-ins", name), args, { encoding: "utf8" });

describe("stand-ins", () => {
  it.each([
    ["kaniko-executor", ["--no-push", "--single-snapshot"]],
    ["trivy", ["image", "--skip-dirs=/"]],
    ["trivy", ["convert", "--output=x"]],
  ])("%s refuses a flag that it does not know: %j", (name, args) => {
    const { status, stderr } = standIn(name, ...args);
    expect(status).toBe(1);
    expect(stderr).toContain("unknown flag: ");
  });
});

describe("the stand-in for trivy", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "trivy-"));
    mkdirSync(join(folder, "app"));
    writeFileSync(join(folder, "app", "a"), "");
    // Enough that tar still lists them after the stand-in found the vulnerable one.
    for (let number = 0; number < 3000; number++) writeFileSync(join(folder, "app", `file-${number}`), "");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ["a vulnerable file among thousands", ["vulnerable"], "-cf", 10],
    ["one in a compressed layer", ["vulnerable"], "-czf", 10],
    ["none", [], "-czf", 0],
  ])("ends with the code of %s", (_, extra, how, code) => {
    const tar = (...args: readonly string[]) => execFileSync("tar", ["-C", folder, ...args]);
    for (const name of extra) writeFileSync(join(folder, name), "");
    writeFileSync(join(folder, "manifest.json"), '[{"Layers":["layer"]}]');
    tar(how, join(folder, "layer"), ...extra, "app");
    tar("-cf", join(folder, "image.tar"), "manifest.json", "layer");
    const files = [`--input=${folder}/image.tar`, `--output=${folder}/report.json`];
    expect(standIn("trivy", "image", "--severity=CRITICAL", "--exit-code=10", ...files).status).toBe(code);
  });
});
