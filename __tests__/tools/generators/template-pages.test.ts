import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WorkflowTemplate } from "../../../config/workflow-template";
import { libraryTemplates, parameterList, templatePages } from "../../../tools/generators/template-pages";

const scratch = mkdtempSync(join(tmpdir(), "aws-argo-infra-docs-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const template = `apiVersion: argoproj.io/v1alpha1
kind: ClusterWorkflowTemplate
metadata:
  name: build
  annotations:
    aws-argo-infra/pattern.revision: "^(main|[0-9a-f]{40})$"
spec:
  arguments:
    parameters:
      - name: repository
        description: Where the source is
      - name: revision
        description: |
          Branch | tag
          or commit
        value: main
      - name: level
        description: Least severity
        value: ""
        enum: ["", "HIGH"]
      - name: ticks
        description: Text with a \` in it
        value: a\`b
      - name: late
        description: From a ConfigMap
        valueFrom: { configMapKeyRef: { name: settings, key: late } }
`;
writeFileSync(join(scratch, "build.yaml"), template);
const templates = libraryTemplates(scratch);
const [build] = templates as [WorkflowTemplate];

const page = (between: string) =>
  `# build\n\nBuilds.\n\n<!-- parameters -->${between}<!-- /parameters -->\n\n## When it fails\n\nRun it again.\n`;

describe("the pages of templates", () => {
  it("shows for each parameter whether it is required, its default, and what is allowed", () =>
    expect(parameterList(build).split("\n")).toEqual([
      "- `repository` (**required**): Where the source is",
      "- `revision` (default: `main`): Branch | tag or commit Pattern: `^(main|[0-9a-f]{40})$`",
      "- `level` (default: empty): Least severity Allowed: empty, `HIGH`.",
      "- `ticks` (default: `` a`b ``): Text with a ` in it",
      "- `late` (optional): From a ConfigMap",
    ]));

  it("puts the list between the markers and leaves the rest alone, however often it runs", () => {
    const once = templatePages(templates, ["build.md"], () => page("\nold\n"));
    expect(once).toHaveLength(1);
    const { path, content } = once[0] ?? { path: "", content: "" };
    expect(path).toBe("docs/templates/build.md");
    expect(content.replace(/(<!-- parameters -->)[^]*(<!-- \/parameters -->)/, "$1$2")).toBe(page(""));
    expect(content).toContain("**required**");
    expect(content).not.toContain("old");
    expect(templatePages(templates, ["build.md"], () => content)).toEqual(once);
  });

  it.each([
    ["a template without a page", undefined],
    ["a page without markers", "# build\n"],
    ["a page with one marker", "# build\n<!-- parameters -->\n"],
    ["a page with markers twice", page("") + page("")],
  ])("refuses %s", (_, text) =>
    expect(() => templatePages(templates, [], () => text)).toThrow(
      "docs/templates/build.md must exist and contain <!-- parameters --> and <!-- /parameters --> once, in this order",
    ),
  );

  it("refuses a page about nothing", () =>
    expect(() => templatePages(templates, ["build.md", "gone.md"], () => page(""))).toThrow(
      "docs/templates/gone.md describes no template; delete it",
    ));
});
