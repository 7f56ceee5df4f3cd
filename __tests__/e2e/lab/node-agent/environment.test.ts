import { environmentOf, expand, podField } from "../../../../e2e/lab/node-agent/environment";
import type { Pod } from "../../../../e2e/lab/node-agent/pod";

const pod: Pod = {
  metadata: { name: "p", namespace: "team-a", uid: "u", labels: { b: "2", a: "1" } },
  spec: { containers: [], nodeName: "lab-0" },
};
const bytes = (entries: Record<string, string>) =>
  new Map(Object.entries(entries).map(([k, v]) => [k, Buffer.from(v)]));
const content = {
  configMap: (name: string) => Promise.resolve(name === "settings" ? bytes({ color: "blue" }) : undefined),
  secret: (name: string) => Promise.resolve(name === "password" ? bytes({ word: "sesame" }) : undefined),
};
const variablesOf = async (container: object, base: [string, string][] = []) =>
  Object.fromEntries(
    await environmentOf(pod, { name: "c", image: "i", ...container }, content, new Map(base), "127.1.0.0"),
  );

describe("expand", () => {
  const variables = new Map([
    ["A", "1"],
    ["EMPTY", ""],
  ]);

  it.each([
    ["$(A)/$(A)", "1/1"],
    ["[$(EMPTY)]", "[]"],
    ["$(UNKNOWN)", "$(UNKNOWN)"],
    ["$$(A)", "$(A)"],
    ["$$$(A)", "$1"],
    ["$A ${A} $", "$A ${A} $"],
    ["$(A", "$(A"],
  ])("turns %s into %s", (text, expected) => {
    expect(expand(text, variables)).toBe(expected);
  });
});

describe("environmentOf", () => {
  it("lets env use earlier variables, and override envFrom, which overrides the image", async () => {
    const container = {
      envFrom: [{ configMapRef: { name: "settings" }, prefix: "P_" }, { secretRef: { name: "password" } }],
      env: [
        { name: "word", value: "own" },
        { name: "LATER", value: "$(word)-$(P_color)-$(TOO_LATE)" },
        { name: "TOO_LATE", value: "x" },
      ],
    };
    expect(
      await variablesOf(container, [
        ["word", "image"],
        ["PATH", "/bin"],
      ]),
    ).toEqual({
      PATH: "/bin",
      P_color: "blue",
      word: "own",
      LATER: "own-blue-$(TOO_LATE)",
      TOO_LATE: "x",
    });
  });

  it("reads keys of ConfigMaps and Secrets and fields of the pod, and skips missing optional ones", async () => {
    const container = {
      env: [
        { name: "COLOR", valueFrom: { configMapKeyRef: { name: "settings", key: "color" } } },
        { name: "WORD", valueFrom: { secretKeyRef: { name: "password", key: "word" } } },
        { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        { name: "NONE", valueFrom: { secretKeyRef: { name: "password", key: "nothing", optional: true } } },
      ],
    };
    expect(await variablesOf(container)).toEqual({ COLOR: "blue", WORD: "sesame", NODE: "lab-0" });
  });

  it("refuses a missing key and a missing ConfigMap", async () => {
    const key = { env: [{ name: "X", valueFrom: { secretKeyRef: { name: "password", key: "nothing" } } }] };
    await expect(variablesOf(key)).rejects.toThrow("couldn't find key nothing in secret team-a/password");
    const map = { envFrom: [{ configMapRef: { name: "nothing" } }] };
    await expect(variablesOf(map)).rejects.toThrow('configmap "nothing" not found');
  });
});

describe("podField", () => {
  it("writes labels sorted and quoted, as the downward API does", () => {
    expect(podField(pod, "metadata.labels", "")).toBe('a="1"\nb="2"');
    expect(podField(pod, "metadata.labels['b']", "")).toBe("2");
  });

  it("refuses a field that it does not know", () => {
    expect(() => podField(pod, "status.message", "")).toThrow("knows no field 'status.message'");
  });
});
