import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("test/run-integration-tests", "test");

describeWith("dash", "bash").each(shells)("run-integration-tests in %s", (shell) => {
  const test = (env: Record<string, string> = {}, tests = "exit 0") =>
    script.run(shell, {
      prepare: (work) => mkdirSync(join(work, "source")),
      env: {
        TEST_COMMAND: "tests --all a.b",
        TEST_SERVICE: "none",
        REPORT_PATH: "reports",
        READY: "/none",
        ...env,
      },
      stubs: { tests, sleep: "exit 0" },
    });
  const report = "mkdir -p reports && echo '<testsuite/>' >reports/junit.xml";

  it("runs the command at the top of the repository and keeps its report", () => {
    const { status, work, calls } = test({}, `${report}; pwd >reports/where`);
    expect(status).toBe(0);
    expect(calls).toEqual([["tests", "--all", "a.b"]]);
    expect(readFileSync(join(work, "report/reports/where"), "utf8").trim()).toBe(join(work, "source"));
  });

  it("fails as the tests do, and keeps the report", () => {
    const { status, reason, work } = test({}, `${report}; exit 7`);
    expect(status).toBe(1);
    expect(reason).toBe("the tests exited with code 7; see the log and the report");
    expect(existsSync(join(work, "report/reports/junit.xml"))).toBe(true);
  });

  it("fails where the program doesn't exist", () => {
    expect(test({ TEST_COMMAND: "no-such-program x" }).reason).toBe(
      "the tests exited with code 127; see the log and the report",
    );
  });

  it("reads nothing of the command as shell", () => {
    const { calls, work } = test({ TEST_COMMAND: "tests $HOME * ; exit 1 | tee x > y `id` 'a b'" });
    expect(calls).toEqual([
      ["tests", "$HOME", "*", ";", "exit", "1", "|", "tee", "x", ">", "y", "`id`", "'a", "b'"],
    ]);
    expect(existsSync(join(work, "source", "y"))).toBe(false);
  });

  it("passes tests that leave no report, and says so", () => {
    for (const path of ["reports", ""]) {
      const run = test({ REPORT_PATH: path });
      expect(run.status).toBe(0);
      expect(run.stdout).toContain("The tests wrote no report to");
    }
    expect(test({ REPORT_PATH: "../.." }).reason).toBe("report-path is outside the repository: ../..");
  });

  it("waits for a service, but not for ever", () => {
    const late = test({ TEST_SERVICE: "postgres" });
    expect(late.reason).toBe("postgres did not start within 120 seconds; see the log of container service");
    expect(late.calls.filter(([program]) => program === "sleep")).toHaveLength(120);
    const ready = join(late.work, "ready");
    writeFileSync(ready, "");
    expect(test({ TEST_SERVICE: "postgres", READY: ready }).calls).toEqual([["tests", "--all", "a.b"]]);
  });
});
