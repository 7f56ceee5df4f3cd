import { imagesRules } from "../../../config/rules/images";
import type { Draft } from "../../../config/rules/violation";
import { complaints, edited } from "../../fixtures/environment-file";

const draft = (requireDigests: boolean) =>
  ({ name: "dev", images: { requireDigests, registries: {} } }) as Draft;
const image = (name: string, digest?: string) => ({
  ...{ name, image: `docker.io/library/${name}`, version: "1.0.0", purpose: "for the tests" },
  digest,
});
const list =
  (...images: ReturnType<typeof image>[]) =>
  () => ({ images });

describe("images.requireDigests", () => {
  it("refuses images that are named by their tag alone", () => {
    const pinned = image("one", `sha256:${"0".repeat(64)}`);
    expect(imagesRules(draft(true), list(pinned, image("two"), image("three")))).toEqual([
      {
        path: ["images", "requireDigests"],
        message:
          "is set, but 2 images in workflow-templates/images.yaml have no digest, such as two; run npm run images:pin",
      },
    ]);
    expect(imagesRules(draft(true), list(pinned))).toEqual([]);
  });

  it("asks nothing by default", () => {
    expect(imagesRules(draft(false), list(image("two")))).toEqual([]);
  });
});

describe("images in the complete file", () => {
  it("is refused for a registry in another partition", () => {
    expect(
      complaints(edited({ "images.registry": "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a" })),
    ).toEqual([
      'images.registry: "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a" is in partition aws-cn, but region eu-central-1 is in aws',
    ]);
  });

  it("takes one mirror, or a prefix for each registry", () => {
    const caches = { "images.registries": "{ docker.io: a.io/hub, quay.io: a.io/quay }" };
    expect(complaints(edited({ ...caches, "images.registry": undefined }))).toEqual([]);
    expect(complaints(edited(caches))).toEqual([
      "images.registries: a map can't be combined with images.registry; remove one of them",
    ]);
  });

  it("is refused for a registry that no image comes from, and in another partition", () => {
    const registries =
      "{ hub.docker.com: a.io, docker.io: 123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a }";
    expect(complaints(edited({ "images.registry": undefined, "images.registries": registries }))).toEqual([
      'images.registries.hub.docker.com: "a.io" has no effect: images come from docker.io, gcr.io, ghcr.io, quay.io; remove it',
      'images.registries.docker.io: "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/a" is in partition aws-cn, but region eu-central-1 is in aws',
    ]);
  });

  it("opens no repository of a team", () => {
    const own = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    const files = (registry: string) =>
      complaints(edited({ "images.registry": registry, "teams.backend.repositories": "[shop/api]" }));
    expect(files(`${own}/quay`)).toEqual([]);
    expect(files(own)).toEqual([]);
    expect(files(`${own}/shop`)).toEqual([
      `images.registry: "${own}/shop" would open repository shop/api of team backend to every team; choose another path`,
    ]);
    expect(
      complaints(edited({ "images.registry": own, "teams.backend.repositories": "[argoproj/argoexec]" })),
    ).toEqual([
      `images.registry: "${own}" would open repository argoproj/argoexec of team backend to every team; choose another path`,
    ]);
  });
});
