import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeWith, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("build/build-docker-image", "kaniko");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const base64 = (text: string) => Buffer.from(text).toString("base64");

describeWith("dash", "bash").each(shells)("the build of build-docker-image in %s", (shell) => {
  const build = (env: Record<string, string> = {}, executor = "exit 0") => {
    let work = "";
    return script.run(shell, {
      prepare: (folder) => {
        work = folder;
        mkdirSync(join(work, "app"));
        mkdirSync(join(work, "out"));
        writeFileSync(join(work, "out", "image.tar"), "image");
        writeFileSync(join(work, "app", "Dockerfile"), "FROM scratch\n");
      },
      env: {
        ...{
          SOURCE: "../work",
          OUT: "../work/out",
          DOCKERFILE_PATH: "app/Dockerfile",
          DOCKER_CONTEXT: "app",
        },
        ...{ TRUSTED: "true", CACHE_ENABLED: "false", CACHE_REPO: "registry/x-cache" },
        ...env,
      },
      stubs: { executor },
    });
  };

  it("builds to a tar and pushes nothing", () => {
    const { status, calls, work } = build();
    expect(status).toBe(0);
    expect(readFileSync(join(work, "out", "sha256"), "utf8")).toBe(`${sha256("image")}\n`);
    expect(calls).toEqual([
      [
        ...[
          "executor",
          "--force",
          "--no-push",
          "--tar-path=../work/out/image.tar",
          "--context=dir://../work/app",
        ],
        ...["--dockerfile=../work/app/Dockerfile", "--snapshot-mode=redo", "--log-format=text"],
      ],
    ]);
  });

  it("gives RUN the proxy of the environment file", () => {
    const { calls } = build({ HTTPS_PROXY: "http://proxy.example.com:3128", NO_PROXY: "localhost,.svc" });
    const url = "http://proxy.example.com:3128";
    expect(calls[0]?.slice(8)).toEqual([
      ...[`--build-arg=HTTP_PROXY=${url}`, `--build-arg=http_proxy=${url}`],
      ...[`--build-arg=HTTPS_PROXY=${url}`, `--build-arg=https_proxy=${url}`],
      ...["--build-arg=NO_PROXY=localhost,.svc", "--build-arg=no_proxy=localhost,.svc"],
    ]);
  });

  it("passes build arguments as they are, target and cache", () => {
    const values = ["A=1", "B=two words", "C=a\nb", "D=$(id) `id` * --x", "E=", 'F={"json":true}', "G=é"];
    const { calls } = build({
      BUILD_ARGS: values.map(base64).join(" "),
      BUILD_TARGET: "test",
      CACHE_ENABLED: "true",
    });
    expect(calls[0]?.slice(8)).toEqual([
      ...values.map((value) => `--build-arg=${value}`),
      ...["--target=test", "--cache=true", "--cache-repo=registry/x-cache", "--compressed-caching=false"],
      "--skip-push-permission-check",
    ]);
  });

  it("reads cached layers and writes none if the revision isn't trusted", () => {
    const { calls } = build({ CACHE_ENABLED: "true", TRUSTED: "false" });
    expect(calls[0]).toContain("--no-push-cache");
    expect(build({ CACHE_ENABLED: "true" }).calls[0]).not.toContain("--no-push-cache");
  });

  it("says that it builds without cached layers if there is no repository for them", () => {
    const { calls, stdout } = build({ CACHE_ENABLED: "true", CACHE_REPO: "" });
    expect(calls[0]?.filter((argument) => argument.includes("cache"))).toEqual([]);
    expect(stdout).toBe("Building without cached layers: the team has none in this registry.\n");
  });

  it("says what is missing, and that a build failed", () => {
    expect(build({ DOCKERFILE_PATH: "Dockerfile" }).reason).toBe("the repository has no file Dockerfile");
    expect(build({ DOCKER_CONTEXT: "web" }).reason).toBe("the repository has no folder web");
    expect(build({}, "exit 1")).toMatchObject({
      status: 1,
      reason: "the image could not be built; see the log",
    });
    expect(build({ BUILD_ARGS: "%%%" }).status).not.toBe(0);
  });
});
