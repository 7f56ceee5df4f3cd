import { templateFrom } from "../../backstage/scaffolder-module/src/argo/workflow-template";
import { switchAnnotation } from "../../config/annotations";
import { readLibrary } from "../../config/workflow-library";
import { readWorkflowTemplates, type WorkflowTemplate } from "../../config/workflow-template";
import { Manifest } from "../../tools/template-linter/manifest";
import { documentsOf } from "../../tools/template-linter/source-files";
import { withFolder } from "../fixtures/environment-file";

const template = (name: string, spec: string, kind = "ClusterWorkflowTemplate") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec:\n  ${spec}\n`;

const readOne = (content: string): WorkflowTemplate => {
  const [only] = withFolder({ "t.yaml": content }, readWorkflowTemplates);
  if (only === undefined) throw new Error("no template was read");
  return only;
};

describe("readWorkflowTemplates", () => {
  it("finds templates of both kinds in every YAML file, sorted, and skips other objects", () => {
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

  it("turns all values into text, as Argo does", () => {
    const spec =
      "arguments: { parameters: [{ name: n, value: 3 }, { name: b, value: true, enum: [true, false] }] }";
    expect(readOne(template("t", spec)).parameters).toMatchObject([
      { name: "n", value: "3" },
      { name: "b", value: "true", enum: ["true", "false"] },
    ]);
  });

  it.each([
    ["{ name: p }", true],
    ["{ name: p, value: }", true],
    ['{ name: p, value: "" }', false],
    ["{ name: p, default: x }", false],
    ["{ name: p, valueFrom: { supplied: {} } }", false],
  ])("of the parameter %s reports required: %s", (parameter, required) =>
    expect(readOne(template("t", `arguments: { parameters: [${parameter}] }`)).parameters).toMatchObject([
      { name: "p", required },
    ]),
  );

  it("finds a parameter's pattern in the annotations", () => {
    const annotated = template("t", "arguments: { parameters: [{ name: p }, { name: q }] }").replace(
      "{ name: t }",
      '{ name: t, annotations: { aws-argo-infra/pattern.p: "^a$" } }',
    );
    expect(readOne(annotated).parameters.map(({ pattern }) => pattern)).toEqual(["^a$", undefined]);
  });

  it("knows which artifacts the caller must pass", () => {
    const artifacts =
      "{ name: a }, { name: b, optional: true }, { name: c, s3: { key: k } }, { name: d, path: /tmp }, { name: e, s3: }";
    const { artifacts: found } = readOne(template("t", `arguments: { artifacts: [${artifacts}] }`));
    expect(found.filter(({ required }) => required).map(({ name }) => name)).toEqual(["a", "d", "e"]);
  });

  it.each([
    ["broken YAML", "kind: [", /t\.yaml:1:8 is not valid YAML: flow sequence/],
    [
      "a parameter without a name",
      template("t", "arguments: { parameters: [{ value: x }] }"),
      /t\.yaml:5:29 spec\.arguments\.parameters\.0\.name: must be a name$/,
    ],
    [
      "a parameter that no expression can name",
      template("t", "arguments: { parameters: [{ name: a'b }] }"),
      /t\.yaml:5:37 spec\.arguments\.parameters\.0\.name: must be a name of letters/,
    ],
  ])("refuses %s, with line and field", (_, content, words) => {
    expect(() => withFolder({ "t.yaml": content }, readWorkflowTemplates)).toThrow(words);
  });
});

/** Specs that nobody should write, and that all readers must read in the same way. */
const odd = [
  ["no arguments", "{}"],
  ["empty entries", "arguments: { parameters: , artifacts: }"],
  [
    "values of other types",
    "arguments: { parameters: [{ name: a, value: 1.50 }, { name: b, value: false }] }",
  ],
  ["an empty value", "arguments: { parameters: [{ name: a, value: , default: , valueFrom: }] }"],
  ["a default only", "arguments: { parameters: [{ name: a, default: x, enum: [x, 1] }] }"],
  ["a value from elsewhere", "arguments: { parameters: [{ name: a, valueFrom: { supplied: {} } }] }"],
] as const;

describe.each([
  ["the library", () => readLibrary().templates],
  ...odd.map(([title, spec]) => [title, () => [readOne(template("t", spec))]] as const),
] as [string, () => readonly WorkflowTemplate[]][])("The readers of %s", (_, templates) => {
  it("agree: the scaffolder module", () => {
    for (const { kind, name, manifest, parameters } of templates()) {
      const given = manifest as Parameters<typeof templateFrom>[1];
      const other = templateFrom(kind, given);
      // Only forms and the module know which parameter switches another one.
      const switches = new Map(
        Object.entries(given.metadata.annotations ?? {})
          .filter(([key]) => key.startsWith(switchAnnotation))
          .flatMap(([key, names]) =>
            names.split(/\s+/).map((each) => [each, key.slice(switchAnnotation.length)] as const),
          ),
      );
      expect(other.name).toBe(name);
      expect(other.parameters).toEqual(
        parameters.map(({ value, default: otherwise, ...parameter }) => ({
          ...parameter,
          value: value ?? otherwise,
          switch: switches.get(parameter.name),
        })),
      );
    }
  });

  it("agree: the linter", () => {
    for (const { name, manifest, parameters } of templates()) {
      const [other] = withFolder({ "t.json": JSON.stringify(manifest) }, (folder) =>
        documentsOf(`${folder}/t.json`).roots.map((root) => Manifest.at(root)),
      );
      expect(other?.name).toBe(name);
      expect(other?.arguments.map((input) => [input.name, input.isRequired])).toEqual(
        parameters.map((parameter) => [parameter.name, parameter.required]),
      );
    }
  });
});
