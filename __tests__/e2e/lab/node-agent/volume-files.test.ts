import type { Pod, Volume } from "../../../../e2e/lab/node-agent/pod";
import { filesOf } from "../../../../e2e/lab/node-agent/volume-files";

const pod: Pod = { metadata: { name: "p", namespace: "team-a", uid: "u" }, spec: { containers: [] } };
const data = new Map([
  ["a", Buffer.from("1")],
  ["b", Buffer.from("2")],
]);
const sources = {
  configMap: (name: string) => Promise.resolve(name === "map" ? data : undefined),
  secret: (name: string) => Promise.resolve(name === "secret" ? data : undefined),
  token: (audience: string | undefined, seconds: number) =>
    Promise.resolve(`token for ${audience ?? "the API"}, ${seconds} s`),
};
const layout = async (volume: Omit<Volume, "name">) =>
  Object.fromEntries(
    [...(await filesOf({ name: "v", ...volume }, pod, sources, "127.1.0.0"))].map(
      ([path, { content, mode }]) => [path, [content.toString(), mode.toString(8)]],
    ),
  );

describe("filesOf", () => {
  it("writes all keys, or the chosen ones with their paths and modes", async () => {
    expect(await layout({ configMap: { name: "map", defaultMode: 0o444 } })).toEqual({
      a: ["1", "444"],
      b: ["2", "444"],
    });
    const items = [{ key: "b", path: "x/y", mode: 0o400 }];
    expect(await layout({ secret: { secretName: "secret", items } })).toEqual({ "x/y": ["2", "400"] });
  });

  it("projects Kubernetes' token and the one for AWS", async () => {
    const token = (path: string, audience?: string) => ({
      serviceAccountToken: { path, audience, expirationSeconds: 3607 },
    });
    const namespace = { path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } };
    const projected = {
      sources: [token("token"), token("aws", "sts.amazonaws.com"), { downwardAPI: { items: [namespace] } }],
    };
    expect(await layout({ projected })).toEqual({
      token: ["token for the API, 3607 s", "644"],
      aws: ["token for sts.amazonaws.com, 3607 s", "644"],
      namespace: ["team-a", "644"],
    });
  });

  it("skips missing optional content, and refuses other missing content", async () => {
    expect(await layout({ configMap: { name: "none", optional: true } })).toEqual({});
    await expect(layout({ configMap: { name: "none" } })).rejects.toThrow('configmap "none" not found');
    await expect(
      layout({ secret: { secretName: "secret", items: [{ key: "c", path: "c" }] } }),
    ).rejects.toThrow('secret "secret" has no key c');
  });

  it("refuses paths outside the volume, and kinds that the lab lacks", async () => {
    const items = [{ key: "a", path: "../x" }];
    await expect(layout({ configMap: { name: "map", items } })).rejects.toThrow("leads out");
    await expect(layout({ hostPath: { path: "/" } } as object)).rejects.toThrow(
      "no volumes of kind hostPath",
    );
  });
});
