import { parse } from "yaml";
import { scriptsOf } from "../../config/workflow-scripts";

describe("scriptsOf", () => {
  it("finds programs in every kind of container", () => {
    const manifest = parse(`
spec:
  templates:
    - name: a
      script: { command: [sh], source: one, env: [{ name: X, value: y }] }
      initContainers: [{ command: [sh, -c], args: [two] }]
      sidecars: [{ command: [sh, -c], args: [three] }, { command: [redis-server] }]
    - name: b
      container: { command: [sh, -c], args: [four] }
    - name: c
      containerSet: { containers: [{ command: [sh, -c], args: [five] }] }
`) as object;
    expect(scriptsOf(manifest).map((script) => [script.template, script.source])).toEqual([
      ["a", "one"],
      ["a", "two"],
      ["a", "three"],
      ["b", "four"],
      ["c", "five"],
    ]);
    expect(scriptsOf(manifest)[0]).toMatchObject({
      isScriptTemplate: true,
      env: [{ name: "X", value: "y" }],
    });
  });
});
