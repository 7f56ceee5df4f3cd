import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("build/build-java-maven", "maven");

/** What Maven leaves behind, in two modules. */
const mvn = `
  for module in . "./--module b"; do
    mkdir -p "$module/target/surefire-reports" "$module/target/failsafe-reports" "$module/target/classes"
    echo '<testsuite/>' >"$module/target/surefire-reports/TEST a.xml"
    echo '<testsuite/>' >"$module/target/failsafe-reports/TEST-it.xml"
    for jar in app.jar app-sources.jar app-javadoc.jar original-app.jar classes/inner.jar app.war; do echo x >"$module/target/$jar"; done
  done
  mkdir -p "$WORK/cache/org" && echo x >"$WORK/cache/org/lib"`;
const files = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.\w+$/.test(path))
    .sort();

describeWith("tar", "sha256sum", "dash", "bash").each(shells)("build-java-maven in %s", (shell) => {
  const build = (env: Record<string, string> = {}, body = mvn) =>
    script.run(shell, {
      prepare: (work) => {
        mkdirSync(join(work, "source", "app"), { recursive: true });
        mkdirSync(join(work, "cache"));
        writeFileSync(join(work, "source", "pom.xml"), "<project/>");
      },
      env: {
        PROJECT_PATH: ".",
        MAVEN_GOALS: "clean verify",
        CACHE_KEY: "k",
        TRUSTED: "true",
        STAMP: "none",
        SETTINGS: "/none",
        ...env,
      },
      stubs: { mvn: body },
    });

  it("keeps jars, wars and reports of every module", () => {
    const { status, work, calls } = build({ MAVEN_PROFILES: "it,slow" });
    expect(status).toBe(0);
    const repository = `-Dmaven.repo.local=${work}/cache`;
    expect(calls).toEqual([
      [
        "mvn",
        "--batch-mode",
        "--no-transfer-progress",
        repository,
        "--activate-profiles=it,slow",
        "clean",
        "verify",
      ],
    ]);
    const jars = [
      "--module b/target/app.jar",
      "--module b/target/app.war",
      "target/app.jar",
      "target/app.war",
    ];
    expect(files(join(work, "jar"))).toEqual(jars);
    expect(files(join(work, "reports"))).toHaveLength(4);
  });

  it("keeps reports, and no jar or cache, where tests fail", () => {
    const { status, reason, work } = build({}, `${mvn}; exit 3`);
    expect(status).toBe(1);
    expect(reason).toBe("Maven exited with code 3; see the log and the reports");
    expect(files(join(work, "reports"))).toHaveLength(4);
    expect(["jar", "new-cache.tgz", "new-stamp"].filter((name) => existsSync(join(work, name)))).toEqual([]);
  });

  it("makes a new cache only for a trusted revision, and where the poms changed since", () => {
    const first = build().work;
    const stamp = readFileSync(join(first, "new-stamp"), "utf8");
    const cache = join(first, "new-cache.tgz");
    expect(execFileSync("tar", ["-tzf", cache], { encoding: "utf8" })).toContain("cache/org/lib");
    const sum = createHash("sha256").update(readFileSync(cache)).digest("hex");
    expect(readFileSync(join(first, "new-cache-sha256"), "utf8")).toBe(sum);
    expect(stamp).toMatch(/^[0-9a-f]{64}$/);
    for (const [name, value] of Object.entries({ STAMP: stamp, CACHE_KEY: "", TRUSTED: "false" }))
      expect(existsSync(join(build({ [name]: value }).work, "new-cache.tgz"))).toBe(false);
  });

  it("leaves no artifact where there is nothing to keep", () => {
    const { status, work } = build({}, "exit 0");
    expect(status).toBe(0);
    expect(["jar", "reports"].filter((name) => existsSync(join(work, name)))).toEqual([]);
  });

  it("says what is wrong with project and goals", () => {
    expect(build({ PROJECT_PATH: "../x" }).reason).toBe("project-path is outside the repository: ../x");
    expect(build({ PROJECT_PATH: "web" }).reason).toBe("the repository has no folder web");
    expect(build({ PROJECT_PATH: "app" }).reason).toBe("folder app has no pom.xml");
    expect(build({ MAVEN_GOALS: "verify -Dx=y" })).toMatchObject({
      reason: "maven-goals contains an option, not a goal: -Dx=y",
      calls: [],
    });
  });
});
