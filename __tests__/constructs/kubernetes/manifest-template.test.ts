import { filledManifest } from "../../../constructs/kubernetes/manifest-template";

describe("filledManifest", () => {
  it("fills in a scalar with the value itself, and text with text", () => {
    const yaml = "spec: { tolerations: <tolerations>, command: [psql, login=<user>] }";
    expect(filledManifest(yaml, { tolerations: [{ key: "x" }], user: "argo" })).toEqual({
      spec: { tolerations: [{ key: "x" }], command: ["psql", "login=argo"] },
    });
  });

  it("never reads a value as YAML or as another placeholder", () => {
    const values = { host: "a: b\n- <user>", user: "argo" };
    expect(filledManifest("env: [<host>, at=<host>]", values)).toEqual({
      env: [values.host, `at=${values.host}`],
    });
  });

  it("refuses a placeholder without a value", () =>
    expect(() => filledManifest("metadata: { name: <toString> }", {})).toThrow(
      "the manifest contains <toString>, which has no value",
    ));
});
