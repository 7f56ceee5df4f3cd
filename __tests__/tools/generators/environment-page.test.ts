import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentPage } from "../../../tools/generators/environment-page";
import { environmentSchema } from "../../../tools/generators/environment-schema";

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | false;
  readonly items?: JsonSchema;
}

const schema = JSON.parse(environmentSchema()) as JsonSchema;
const page = environmentPage();
const entries = [...page.matchAll(/^- `([^`]+)` \(/gm)].map(([, path]) => path);
const sections = [...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name);

/** The keys of the schema, each with the pages of docs/ that its section links. */
const linked = page
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    key: section.split("\n")[0] ?? "",
    pages: [...section.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, path = ""]) => path),
  }));

/** Every field below a schema, in its order. */
function below({ properties = {}, additionalProperties, items }: JsonSchema, path: string): string[] {
  return [
    ...Object.entries(properties).flatMap(([name, field]) => [
      `${path}${name}`,
      ...below(field, `${path}${name}.`),
    ]),
    ...(additionalProperties ? [`${path}<name>`, ...below(additionalProperties, `${path}<name>.`)] : []),
    ...(items ? below(items, `${path.slice(0, -1)}[].`) : []),
  ];
}

describe("docs/environment.md", () => {
  it("has a section for each top-level key, in the order of the schema", () =>
    expect(sections).toEqual(Object.keys(schema.properties ?? {})));

  it("has an entry for each field; the section describes a map at the top", () => {
    const maps = below(schema, "").filter(
      (path) => !path.includes(".") && !page.includes(`## ${path}\n\n- \`${path}\` (`),
    );
    expect(maps).toContain("cluster");
    expect(maps).not.toContain("account");
    expect(entries).toEqual(below(schema, "").filter((path) => !maps.includes(path)));
    for (const map of maps) expect(page).toMatch(new RegExp(`## ${map}\n\n[^-\n]`));
  });

  it.each([
    "- `domain` (text, **required**): Domain of the environment. Argo's server answers at `argo.<domain>`",
    "- `archive.readers` (whole number from 0 to 15, default: `1`): Reader instances",
    '- `archive.engineVersion` (text, default: `"16"`): ',
    "- `ingress.enabled` (`true` or `false`, default: `true`): ",
    "- `login.modes` (list of 1 to 3 of `sso`, `client`, `server`, default: `client`): ",
    "- `network.databaseSubnetIds` (list of at most 20, default: empty): ",
    "- `tags.<name>` (text): The name must be a tag key: ",
  ])("says type, bounds and default: %s", (start) => expect(page).toContain(start));

  it("links a guide from each key, unless the fields of the key say everything", () => {
    expect(linked.filter(({ pages }) => pages.length === 0).map(({ key }) => key)).toEqual([
      "account",
      "region",
      "tags",
    ]);
  });

  it("links guides that exist", () => {
    const pages = linked.flatMap((section) => section.pages);
    expect(pages.filter((path) => !existsSync(join("docs", path)))).toEqual([]);
  });

  it("links each guide that shows a part of the file", () => {
    const showing = readdirSync("docs/guides").filter((name) =>
      readFileSync(join("docs/guides", name), "utf8").includes("```yaml\n# environments/"),
    );
    expect(showing).toContain("proxy.md");
    const pages = linked.flatMap((section) => section.pages);
    expect(showing.filter((name) => !pages.includes(`guides/${name}`))).toEqual([]);
  });

  it("has no line of more than 120 columns", () =>
    expect(page.split("\n").filter((line) => line.length > 120)).toEqual([]));
});
