import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentSchema } from "../../../tools/generators/environment-schema";

interface JsonSchema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | false;
}

/** Paths of fields below a schema that no sentence describes. */
function undescribed(schema: JsonSchema, path: string): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => [
    ...(field.description ? [] : [`${path}${name}`]),
    ...undescribed(field, `${path}${name}.`),
    ...(field.additionalProperties ? undescribed(field.additionalProperties, `${path}${name}.*.`) : []),
  ]);
}

describe("environment.schema.json", () => {
  it("is what the zod schema says", () => {
    expect(readFileSync("config/environment.schema.json", "utf8")).toBe(environmentSchema());
  });

  it("describes every field", () => {
    expect(undescribed(JSON.parse(environmentSchema()) as JsonSchema, "")).toEqual([]);
  });

  it("refuses unknown keys as the project does", () => {
    expect(JSON.parse(environmentSchema())).toMatchObject({
      additionalProperties: false,
      properties: { archive: { additionalProperties: false } },
    });
  });

  it.each(readdirSync("environments"))("is named in the first line of %s", (file) => {
    const [first] = readFileSync(join("environments", file), "utf8").split("\n");
    expect(first).toBe("# yaml-language-server: $schema=../config/environment.schema.json");
  });
});
