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

  it("has no line of more than 120 columns", () =>
    expect(page.split("\n").filter((line) => line.length > 120)).toEqual([]));
});
