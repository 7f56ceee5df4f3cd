import { imagesRules } from "../../../config/rules/images";
import type { Draft } from "../../../config/rules/violation";
import { complaints, edited } from "../../fixtures/environment-file";

const draft = (requireDigests: boolean) => ({ name: "dev", images: { requireDigests } }) as Draft;
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
});
