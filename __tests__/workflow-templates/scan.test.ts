import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("common/scan", "scan");

describeWith("dash", "bash").each(shells)("scan in %s", (shell) => {
  const scan = (trivy: string, expected = "") =>
    script.run(shell, {
      prepare: (work) => writeFileSync(join(work, "image.tar"), "image"),
      env: { SEVERITY: "HIGH,CRITICAL", IMAGE_SHA256: expected },
      stubs: { trivy },
    });
  const sum = createHash("sha256").update("image").digest("hex");
  const report = `case $1 in image) printf '{}' >"$WORK/report.json" ;; esac`;

  it("passes an image without findings, and scans it once", () => {
    const run = scan(report);
    expect(run).toMatchObject({ status: 0, reason: "" });
    expect(run.calls.map(([, command]) => command)).toEqual(["image", "convert"]);
    expect(run.calls[0]).toEqual(
      expect.arrayContaining([
        "--severity=HIGH,CRITICAL",
        "--ignore-unfixed",
        `--input=${run.work}/image.tar`,
      ]),
    );
  });

  it("says which file it scanned, and refuses another one than it was told", () => {
    const run = scan(report, sum);
    expect(run).toMatchObject({ status: 0, reason: "" });
    expect(readFileSync(join(run.work, "sha256"), "utf8")).toBe(sum);
    const other = scan(report, "0".repeat(64));
    expect(other).toMatchObject({
      status: 1,
      reason: `the image file is not the one that was built: its SHA-256 is ${sum} instead of ${"0".repeat(64)}`,
    });
    expect(other.calls).toEqual([]);
  });

  it("fails on findings, and says so", () => {
    const run = scan(`${report}; [ "$1" = convert ] || exit 10`);
    expect(run.status).toBe(1);
    expect(run.reason).toMatch(/^the image has vulnerabilities \(HIGH,CRITICAL\)/);
    expect(run.calls).toHaveLength(2);
  });

  it.each([
    ["trivy fails", "exit 1", "the image could not be scanned (trivy exited with code 1); see the log"],
    [
      "trivy isn't there",
      "exit 127",
      "the image could not be scanned (trivy exited with code 127); see the log",
    ],
    ["there is no report", "exit 0", "trivy wrote no report"],
  ])("fails where %s", (_, trivy, reason) => {
    expect(scan(trivy)).toMatchObject({ status: 1, reason });
  });
});
