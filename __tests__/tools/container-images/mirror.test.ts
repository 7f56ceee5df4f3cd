import { readFileSync } from "node:fs";
import { ImageList } from "../../../config/tool-images";
import { mirrorList } from "../../../tools/container-images/mirror";

const digest = `sha256:${"1".repeat(64)}`;
const list = new ImageList([
  { name: "git", image: "docker.io/alpine/git", version: "v2.54.0", purpose: "Checks sources out." },
  { name: "trivy", image: "ghcr.io/aquasecurity/trivy", version: "0.74.0", digest, purpose: "Scans images." },
]);
const chart = {
  name: "argo-workflows",
  version: "2.0.9",
  repository: "https://example.com",
  appVersion: "v4.1.4",
};

describe("npm run images:mirror", () => {
  it("prints the source with its digest, and the target in the site's registry", () =>
    expect(mirrorList({ registry: "registry.example.com/mirror" }, list, chart).slice(-2)).toEqual([
      { source: "docker.io/alpine/git:v2.54.0", target: "registry.example.com/mirror/alpine/git:v2.54.0" },
      {
        source: `ghcr.io/aquasecurity/trivy:0.74.0@${digest}`,
        target: "registry.example.com/mirror/aquasecurity/trivy:0.74.0",
      },
    ]));

  it("prints what each registry's prefix makes of it, and leaves out what stays public", () =>
    expect(mirrorList({ registries: { "docker.io": "registry.example.com/hub" } }, list, chart)).toEqual([
      {
        source: "docker.io/library/postgres:16.10-alpine",
        target: "registry.example.com/hub/library/postgres:16.10-alpine",
      },
      { source: "docker.io/alpine/git:v2.54.0", target: "registry.example.com/hub/alpine/git:v2.54.0" },
    ]));

  it("contains what docs/PRE_DEPLOYMENT.md says that Argo needs", () => {
    const targets = mirrorList({ registry: "R" }, new ImageList([]), chart).map(({ target }) =>
      target.replace(/^R\/|:v4\.1\.4$/g, ""),
    );
    const table =
      /## 11\. With a mirror[\s\S]*?\n## /.exec(readFileSync("docs/PRE_DEPLOYMENT.md", "utf8"))?.[0] ?? "";
    const rows = [...table.matchAll(/^\| `([^`]+)`/gm)]
      .map(([, image = ""]) => image)
      .filter((row) => row !== "images.registry");
    expect(targets).toEqual(rows);
    expect(
      mirrorList({ registry: "R" }, new ImageList([]), { ...chart, version: "1.0.18" }).map(
        ({ source }) => source,
      ),
    ).not.toContain("quay.io/argoproj/argo-workflows-crdinstaller:v4.1.4");
  });

  it("gives every image of the library its own target", () => {
    const targets = mirrorList({ registry: "R" }, ImageList.read()).map(({ target }) => target);
    expect(new Set(targets).size).toBe(targets.length);
  });
});
