import { readFileSync } from "node:fs";
import { parse } from "yaml";

describe("The template of a team in the suites", () => {
  it("is the one of docs/own-templates.md", () => {
    const page = readFileSync("docs/own-templates.md", "utf8");
    const [, block = ""] = /^ {3}```yaml\n(.*?)^ {3}```$/ms.exec(page) ?? [];
    const documented = parse(block.replaceAll(/^ {3}/gm, "")) as { metadata: object };
    const run: unknown = parse(
      readFileSync("e2e/shared/backstage/team-templates/nightly-report.yaml", "utf8"),
    );
    expect(run).toEqual({
      ...documented,
      metadata: { ...documented.metadata, namespace: "team-backend" },
    });
  });
});
