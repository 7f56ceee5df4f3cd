import { readWorkflowTemplates } from "../../../tools/backstage/workflow-templates";
import { withFolder } from "../../fixtures/environment-file";

const template = (name: string, spec: string, kind = "ClusterWorkflowTemplate") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec:\n  ${spec}\n`;

describe("readWorkflowTemplates", () => {
  it("finds templates of both kinds in every YAML file, sorted, and passes over the rest", () => {
    const files = {
      "b/two.yaml": `${template("zeta", "{}")}---\n${template("alpha", "{}", "WorkflowTemplate")}`,
      "a.yml": template("mid", "{}"),
      "run.yaml": "kind: Workflow\nmetadata: { generateName: x- }\n",
      "images.yaml": "git: alpine/git:1.0.0\n",
      "empty.yaml": "",
      "notes.txt": "kind: ClusterWorkflowTemplate",
    };
    const found = withFolder(files, readWorkflowTemplates);
    expect(found.map(({ file, kind, name }) => [file, kind, name])).toEqual([
      ["b/two.yaml", "WorkflowTemplate", "alpha"],
      ["a.yml", "ClusterWorkflowTemplate", "mid"],
      ["b/two.yaml", "ClusterWorkflowTemplate", "zeta"],
    ]);
  });

  it("makes texts of all values, as Argo does", () => {
    const spec =
      "arguments: { parameters: [{ name: n, value: 3 }, { name: b, value: true, enum: [true, false] }] }";
    expect(withFolder({ "t.yaml": template("t", spec) }, readWorkflowTemplates)[0]?.parameters).toMatchObject(
      [
        { name: "n", value: "3" },
        { name: "b", value: "true", enum: ["true", "false"] },
      ],
    );
  });

  it("knows which artifacts somebody must bring", () => {
    const spec =
      "arguments: { artifacts: [{ name: a }, { name: b, optional: true }, { name: c, s3: { key: k } }] }";
    expect(withFolder({ "t.yaml": template("t", spec) }, readWorkflowTemplates)[0]?.missingArtifacts).toEqual(
      ["a"],
    );
  });

  it.each([
    ["broken YAML", "kind: [", /t\.yaml: Flow sequence/],
    [
      "a parameter without a name",
      template("t", "arguments: { parameters: [{ value: x }] }"),
      /t\.yaml isn't a template/,
    ],
    [
      "a parameter that no expression can name",
      template("t", "arguments: { parameters: [{ name: a'b }] }"),
      /must be a name of letters/,
    ],
  ])("refuses %s", (_, content, words) => {
    expect(() => withFolder({ "t.yaml": content }, readWorkflowTemplates)).toThrow(words);
  });
});
