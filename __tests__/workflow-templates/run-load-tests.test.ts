import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("test/run-load-tests", "test");
const given = {
  ...{ LOAD_TOOL: "k6", SCRIPT_PATH: "load.js", TARGET_URL: "https://api.example.com", LOAD_USERS: "20" },
  ...{ LOAD_DURATION: "30s", THRESHOLDS: "failed<0.05 p95<250" },
};

describeWith("python3", "grep", "dash", "bash").each(shells)("run-load-tests in %s", (shell) => {
  const load = (env: Record<string, string>, stubs: Record<string, string>) =>
    script.run(shell, {
      prepare: (work) => {
        mkdirSync(join(work, "source"));
        writeFileSync(join(work, "source", "load.js"), "");
      },
      env: { ...given, ...env },
      stubs,
    });

  describe("with k6", () => {
    const k6 = (body: string) => load({}, { k6: body });
    const log = (line: string) => `echo '${line}' >"$WORK/k6.log"`;

    it("always gives thresholds, and calls a run good that keeps them", () => {
      const { status, work, calls } = k6(log('{"level":"info"}'));
      expect(status).toBe(0);
      expect(calls[0]).toEqual(
        expect.arrayContaining(["run", "--vus=20", "--duration=30s", `--config=${work}/k6.json`]),
      );
      expect(calls[0]?.slice(-2)).toEqual(["--", `${work}/source/load.js`]);
      expect(JSON.parse(readFileSync(join(work, "k6.json"), "utf8"))).toEqual({
        thresholds: {
          http_req_failed: ["rate<0.05"],
          http_req_duration: ["p(95)<250"],
          http_reqs: ["count>0"],
        },
      });
    });

    it.each([
      [
        "crossed thresholds",
        `${log("{}")}; exit 99`,
        /^the target exceeded the thresholds failed<0.05 p95<250/,
      ],
      ["a wrong script", `${log("{}")}; exit 107`, /^k6 exited with code 107/],
      [
        "exceptions",
        log('{"level":"error","msg":"Error: x","source":"stacktrace"}'),
        /^the script threw exceptions/,
      ],
      ["no log", "exit 0", /^$/],
    ])("fails on %s", (_, body, reason) => {
      const run = k6(body);
      expect(run.status).toBe(1);
      expect(run.reason).toMatch(reason);
    });
  });

  describe("with locust", () => {
    const stats = (requests: number, failures: number, p95: number | string, exceptions = "") => `
      printf 'Name,Request Count,Failure Count,95%%\\n/,1,0,1\\nAggregated,${requests},${failures},${p95}\\n' >"$WORK/summary/locust_stats.csv"
      printf 'Count,Message\\n${exceptions}' >"$WORK/summary/locust_exceptions.csv"`;
    const locust = (body: string) => load({ LOAD_TOOL: "locust" }, { locust: body });

    it("calls a run good that keeps the thresholds", () => {
      const { status, calls } = locust(stats(1000, 49, 249));
      expect(status).toBe(0);
      expect(calls[0]).toEqual(
        expect.arrayContaining(["--host=https://api.example.com", "--users=20", "--run-time=30s"]),
      );
    });

    it.each([
      ["failed requests", stats(1000, 50, 1), "50 of 1000 requests failed; the share must be below 0.05"],
      ["slow requests", stats(10, 0, 250), "the 95th percentile is 250 ms, but must be below 250 ms"],
      ["no requests", stats(0, 0, "N/A"), "the script sent no requests"],
      ["exceptions", stats(10, 0, 1, "3,x\\n"), "the script threw exceptions; see locust_exceptions.csv"],
      ["a wrong script", "exit 2", "locust exited with code 2; see the log"],
    ])("fails on %s", (_, body, reason) => {
      expect(locust(body)).toMatchObject({ status: 1, reason });
    });
  });

  it("says what is wrong with its parameters", () => {
    const wrong = (env: Record<string, string>) => load(env, { k6: "exit 0" }).reason;
    expect(wrong({ SCRIPT_PATH: "../x.js" })).toBe("script-path is outside the repository: ../x.js");
    expect(wrong({ SCRIPT_PATH: "gone.js" })).toBe("the repository has no file gone.js");
    expect(wrong({ THRESHOLDS: 'failed<0"] p95<1' })).toMatch(/^thresholds must have the form/);
    expect(wrong({ LOAD_USERS: "1 --x" })).toMatch(/^thresholds must have the form/);
  });
});
