import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("build/build-node-pnpm", "pnpm");
const pnpm = `
  case "$*" in
    install*) mkdir -p "$WORK/cache" ;;
    "run build") mkdir -p dist && echo x >dist/app.js ;;
    "run test") mkdir -p reports && echo '<testsuite/>' >reports/junit.xml ;;
    "run broken") exit 4 ;;
  esac`;

describeWith("sha256sum", "dash", "bash").each(shells)("build-node-pnpm in %s", (shell) => {
  const build = (env: Record<string, string> = {}, body = pnpm) =>
    script.run(shell, {
      prepare: (work) => {
        mkdirSync(join(work, "source", "web"), { recursive: true });
        writeFileSync(join(work, "source", "pnpm-lock.yaml"), "lockfileVersion: '9.0'\n");
      },
      env: {
        PROJECT_PATH: ".",
        SCRIPTS: "build test",
        CACHE_KEY: "k",
        STAMP: "none",
        TRUSTED: "true",
        ...env,
      },
      stubs: { npm: "exit 0", pnpm: body },
    });
  const kept = (work: string) =>
    ["dist", "reports", "new-cache.tgz"].filter((name) => existsSync(join(work, name)));

  it("installs what the lockfile says, runs the scripts, keeps what they made", () => {
    const { status, work, calls } = build();
    expect(status).toBe(0);
    expect(calls.map((call) => call.slice(0, 3))).toEqual([
      ["npm", "install", "--global"],
      ["pnpm", "install", "--frozen-lockfile"],
      ["pnpm", "run", "build"],
      ["pnpm", "run", "test"],
      ["pnpm", "store", "prune"],
    ]);
    expect(calls[0]?.at(-1)).toMatch(/^pnpm@\d+\.\d+\.\d+$/);
    expect(kept(work)).toEqual(["dist", "reports", "new-cache.tgz"]);
  });

  it("stops at the first script that fails, and keeps the reports alone", () => {
    const { status, reason, work, calls } = build({ SCRIPTS: "test broken build" });
    expect(status).toBe(1);
    expect(reason).toBe("script broken exited with code 4; see the log and the reports");
    expect(calls.at(-1)).toEqual(["pnpm", "run", "broken"]);
    expect(kept(work)).toEqual(["reports"]);
  });

  it("fails where lockfile and package.json disagree", () => {
    const { reason, calls } = build({}, "exit 1");
    expect(reason).toBe("the packages could not be installed according to pnpm-lock.yaml; see the log");
    expect(calls).toHaveLength(2);
  });

  it("makes a new cache only where the lockfile changed since", () => {
    const stamp = readFileSync(join(build().work, "new-stamp"), "utf8");
    for (const [name, value] of Object.entries({ STAMP: stamp, CACHE_KEY: "", TRUSTED: "false" }))
      expect(kept(build({ [name]: value }).work)).not.toContain("new-cache.tgz");
  });

  it("runs no script where there is none to run", () => {
    expect(build({ SCRIPTS: "" }).calls.map(([program, command]) => `${program} ${command}`)).not.toContain(
      "pnpm run",
    );
  });

  it("says what is wrong with project and scripts", () => {
    expect(build({ PROJECT_PATH: "a/../../x" }).reason).toBe(
      "project-path is outside the repository: a/../../x",
    );
    expect(build({ PROJECT_PATH: "api" }).reason).toBe("the repository has no folder api");
    expect(build({ PROJECT_PATH: "web" }).reason).toBe("folder web has no pnpm-lock.yaml");
    expect(build({ SCRIPTS: "build --shell-emulator" })).toMatchObject({
      reason: "scripts contains an option, not a script: --shell-emulator",
      calls: [],
    });
  });
});
