import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { payloads } from "./payloads";
import { describeWith, type ScriptRun, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("common/checkout", "fetch");

/** Real git, in a folder of its own. */
class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), "checkout-"));
  readonly url = `file://${this.folder}`;

  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
    this.commit("README", "first");
  }

  git(...args: readonly string[]): string {
    const who = [
      "-c",
      "user.name=Test",
      "-c",
      "user.email=test@example.com",
      "-c",
      "protocol.file.allow=always",
    ];
    return execFileSync("git", [...who, ...args], {
      cwd: this.folder,
      encoding: "utf8",
      stdio: "pipe",
    }).trim();
  }

  commit(file: string, text: string): string {
    writeFileSync(join(this.folder, file), text);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message=change");
    return this.git("rev-parse", "HEAD");
  }
}

describeWith("git", "dash", "bash").each(shells)("checkout in %s", (shell) => {
  const fetch = (url: string, revision: string, env: Record<string, string> = {}): ScriptRun =>
    script.run(shell, { env: { GIT_ALLOW_PROTOCOL: "file", GIT_REPO: url, REVISION: revision, ...env } });
  const revisionOf = ({ work }: ScriptRun): string => readFileSync(join(work, "revision"), "utf8").trim();

  it("takes a branch, a tag, a full SHA that is no tip, and HEAD", () => {
    const repository = new Repository();
    const first = repository.git("rev-parse", "HEAD");
    repository.git("tag", "--annotate", "--message=release", "v1.0");
    const second = repository.commit("README", "second");
    repository.git("checkout", "--quiet", "-b", "feature/a+b@c#1");
    const third = repository.commit("extra", "x");
    repository.git("checkout", "--quiet", "main");

    const expected = { HEAD: second, main: second, "v1.0": first, "feature/a+b@c#1": third, [first]: first };
    for (const [revision, sha] of Object.entries(expected)) {
      const run = fetch(repository.url, revision);
      expect(run).toMatchObject({ status: 0, reason: "" });
      expect(revisionOf(run)).toBe(sha);
      expect(readFileSync(join(run.work, "source", "README"), "utf8")).toBe(
        sha === first ? "first" : "second",
      );
    }
  });

  it("trusts only the revisions of a repository that the environment file names", () => {
    const repository = new Repository();
    for (const branch of ["release/1.2", "mainline", "feature"]) repository.git("branch", branch);
    const trusted = (revision: string, revisions: string | undefined) => {
      const run = fetch(
        repository.url,
        revision,
        revisions === undefined ? {} : { TRUSTED_REVISIONS: revisions },
      );
      expect(run).toMatchObject({ status: 0, reason: "" });
      return readFileSync(join(run.work, "trusted"), "utf8");
    };
    const { url } = repository;
    const revisions = [`${url} main`, `${url} release/*`, "https://git.example.com/other feature"].join("\n");
    expect(trusted("main", revisions)).toBe("true");
    expect(trusted("release/1.2", revisions)).toBe("true");
    for (const revision of ["mainline", "feature", "HEAD"])
      expect(trusted(revision, revisions)).toBe("false");
    expect(trusted("main", `${url}x main\n${url.slice(0, -1)} main`)).toBe("false");
    expect(trusted("main", undefined)).toBe("false");
    expect(trusted("main", `${url} `)).toBe("false");
  });

  it("says whether a branch or tag contains the commit, and trusts none that neither contains", () => {
    const repository = new Repository();
    const onBranch = repository.git("rev-parse", "HEAD");
    repository.commit("README", "second");
    repository.git("checkout", "--quiet", "--detach");
    const onTag = repository.commit("README", "released");
    repository.git("tag", "--annotate", "--message=release", "v1.0");
    const fork = repository.commit("README", "of a fork");
    repository.git("update-ref", "refs/pull/1/head", "HEAD");
    repository.git("checkout", "--quiet", "main");
    const facts = (revision: string) => {
      const run = fetch(repository.url, revision, { TRUSTED_REVISIONS: `${repository.url} *` });
      expect(run).toMatchObject({ status: 0, reason: "" });
      expect(existsSync(join(run.work, "source", ".git", "shallow"))).toBe(true);
      return ["reachable", "trusted"].map((name) => readFileSync(join(run.work, name), "utf8"));
    };
    for (const revision of ["HEAD", "main", "v1.0", onBranch, onTag])
      expect(facts(revision)).toEqual(["true", "true"]);
    expect(facts(fork)).toEqual(["false", "false"]);
  });

  it("writes one file with the source, and its SHA-256", () => {
    const { url } = new Repository();
    const { work } = fetch(url, "HEAD");
    const archive = readFileSync(join(work, "source.tar"));
    const sum = createHash("sha256").update(archive).digest("hex");
    expect(readFileSync(join(work, "sha256"), "utf8").trim()).toBe(sum);
    const names = execFileSync("tar", ["-tf", join(work, "source.tar")], { encoding: "utf8" });
    expect(names.split("\n")).toEqual(expect.arrayContaining(["./README", "./.git/HEAD"]));
  });

  it("takes a branch before a tag of the same name, as git clone does", () => {
    const repository = new Repository();
    repository.git("tag", "same");
    repository.git("checkout", "--quiet", "-b", "same");
    const tip = repository.commit("README", "on the branch");
    expect(revisionOf(fetch(repository.url, "same"))).toBe(tip);
  });

  it("takes a branch whose name looks like an option", () => {
    const repository = new Repository();
    for (const name of ["--upload-pack=touch", "-b", "--help"]) {
      repository.git("update-ref", `refs/heads/${name}`, "HEAD");
      expect(fetch(repository.url, name)).toMatchObject({ status: 0 });
    }
  });

  it("says what it could not find, and where", () => {
    const repository = new Repository();
    expect(fetch(repository.url, "gone").reason).toContain(`cannot find revision gone in ${repository.url}`);
    expect(fetch(repository.url, "0".repeat(40)).reason).toBe(
      `${repository.url} has no commit ${"0".repeat(40)}`,
    );
    expect(fetch("file:///nowhere", "HEAD").reason).toContain("cannot read file:///nowhere: fatal:");
    for (const revision of ["", "a:b", "+refs/heads/*:refs/heads/*", "a b", "a..b", "refs/heads/*", "a\nb"]) {
      const run = fetch(repository.url, revision);
      expect(run).toMatchObject({ status: 1, reason: `revision isn't a branch, tag or SHA: ${revision}` });
    }
  });

  it("fetches submodules, and refuses one by a transport that could run a command", () => {
    const [inner, outer] = [new Repository(), new Repository()];
    outer.git("submodule", "--quiet", "add", inner.url, "parts/inner");
    outer.git("commit", "--quiet", "--message=submodule");
    const run = fetch(outer.url, "HEAD");
    expect(run).toMatchObject({ status: 0 });
    expect(readFileSync(join(run.work, "source", "parts/inner/README"), "utf8")).toBe("first");

    const canary = join(inner.folder, "canary");
    outer.commit(
      ".gitmodules",
      `[submodule "parts/inner"]\n\tpath = parts/inner\n\turl = ext::sh -c touch% ${canary}\n`,
    );
    expect(fetch(outer.url, "HEAD").reason).toContain("cannot fetch the submodules");
    expect(existsSync(canary)).toBe(false);
  });

  it("names no transport but those that the template allows", () => {
    expect(script.fixed["GIT_ALLOW_PROTOCOL"]).toBe("https:http");
    const canary = join(mkdtempSync(join(tmpdir(), "checkout-")), "canary");
    const run = fetch(`ext::sh -c touch% ${canary}`, "HEAD", { GIT_ALLOW_PROTOCOL: "https:http" });
    expect(run.reason).toContain("transport 'ext' not allowed");
    expect(existsSync(canary)).toBe(false);
  });

  it("leaves no credential in what it hands on", () => {
    const repository = new Repository();
    const credentials = join(repository.folder, "credentials");
    writeFileSync(credentials, "https://user:token@git.example.com\n");
    const run = fetch(repository.url, "HEAD", { CREDENTIALS: credentials });
    expect(run).toMatchObject({ status: 0 });
    expect(readFileSync(join(run.work, "source", ".git", "config"), "utf8")).not.toMatch(/credential|token/);
  });
});

describeWith("git", "dash")("checkout by real git", () => {
  it("runs nothing, whatever address or revision says", () => {
    const repository = new Repository();
    const canary = join(repository.folder, "canary");
    const hostile = payloads(canary).filter((_, index) => index % 12 === 0 || index > 560);
    for (const text of hostile) {
      script.run("dash", { env: { GIT_ALLOW_PROTOCOL: "file:https", GIT_REPO: text, REVISION: "HEAD" } });
      script.run("dash", { env: { GIT_ALLOW_PROTOCOL: "file", GIT_REPO: repository.url, REVISION: text } });
    }
    expect(existsSync(canary)).toBe(false);
  }, 60_000);
});
