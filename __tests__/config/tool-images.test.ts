import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ImageList, isExact, pullReference } from "../../config/tool-images";

const digest = `sha256:${"a".repeat(64)}`;
const git = {
  name: "git",
  image: "docker.io/alpine/git",
  version: "v2.54.0",
  purpose: "Checks sources out.",
};
const k6 = { name: "k6", image: "docker.io/grafana/k6", version: "1.8.1", purpose: "Runs load tests." };

/** What is wrong with a list, without the file's name. */
function faults(images: unknown): string[] {
  const folder = mkdtempSync(join(tmpdir(), "aws-argo-infra-images-"));
  const file = join(folder, "images.yaml");
  try {
    writeFileSync(file, JSON.stringify({ images }, null, 1));
    ImageList.read(file);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n").map((line) => line.replace(`${file}:`, ""));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("images.yaml", () => {
  it("of the library is sound", () => expect(ImageList.read().images.length).toBeGreaterThan(0));

  it("can have digests", () => expect(faults([{ ...git, digest }, k6])).toEqual([]));

  const mistakes: readonly [string, unknown, string][] = [
    [
      "an image without its registry",
      { ...git, image: "alpine/git" },
      '5:13 images.0.image: "alpine/git" must be a registry and repository without a version, such as docker.io/library/postgres',
    ],
    [
      "a version in the image",
      { ...git, image: "docker.io/alpine/git:1.2.3" },
      "must be a registry and repository",
    ],
    [
      "latest",
      { ...git, version: "latest" },
      '"latest" must be an exact tag with at least two numbers, or the hash of a commit',
    ],
    ["a version that moves", { ...git, version: "17" }, '"17" must be an exact tag'],
    ["a version that YAML read as a number", { ...git, version: 3.1 }, "3.1 must be a version in quotes"],
    [
      "half a digest",
      { ...git, digest: "sha256:abc" },
      '"sha256:abc" must be sha256: and 64 hexadecimal digits',
    ],
    ["no purpose", { ...git, purpose: "" }, '"" must say what the image is for'],
    ["another field", { ...git, tag: "x" }, "Unrecognized key"],
  ];

  it.each(mistakes)("refuses %s", (_, image, message) => expect(faults([image]).join()).toContain(message));

  it("is sorted by name, and names are unique", () => {
    expect(faults([k6, git])).toEqual([
      '10:12 images.1.name: "git" must come after k6: the list is sorted by name, and names are unique',
    ]);
    expect(faults([git, { ...k6, name: "git" }])).toHaveLength(1);
  });

  it("has no two images that are the same in a mirror", () =>
    expect(faults([git, { ...git, name: "git-too", image: "ghcr.io/alpine/git" }])).toEqual([
      '11:13 images.1.image: "ghcr.io/alpine/git" is the same as git in a registry that mirrors both',
    ]));
});

describe("ImageList", () => {
  const list = new ImageList([{ ...git, digest }, k6]);

  it("finds an image by its version, with its digest or without one", () => {
    expect(list.find("docker.io/alpine/git:v2.54.0")?.name).toBe("git");
    expect(list.find(`docker.io/alpine/git:v2.54.0@${digest}`)?.name).toBe("git");
    expect(list.find(`docker.io/alpine/git:v2.54.0@sha256:${"b".repeat(64)}`)).toBeUndefined();
    expect(list.find("docker.io/alpine/git:v2.54.1")).toBeUndefined();
    expect(list.find("docker.io/grafana/k6")).toBeUndefined();
  });
});

describe("pullReference", () => {
  it("has the digest, and the registry of a mirror", () => {
    expect(pullReference({ ...git, digest })).toBe(`docker.io/alpine/git:v2.54.0@${digest}`);
    expect(pullReference(k6, { registry: "registry.example.com:5000/mirror" })).toBe(
      "registry.example.com:5000/mirror/grafana/k6:1.8.1",
    );
  });
});

it.each([
  ["1.8.1", true],
  ["v2.54", true],
  ["3.9.16-eclipse-temurin-17", true],
  ["a".repeat(40), true],
  ["latest", false],
  ["17", false],
  ["stable-alpine", false],
])("isExact(%s) is %s", (tag, exact) => expect(isExact(tag)).toBe(exact));
