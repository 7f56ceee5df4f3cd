import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { fieldTables } from "../../constructs/argo/guard/fields";
import type { Table } from "../shared/table";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
}

/** Argo's definitions have no field without a verdict, and the table none that Argo doesn't have. */
export async function fieldRows(table: Table, definitions: string): Promise<void> {
  const read = new Map<string, Schema>();
  for (const [type, { definition, fields }] of Object.entries(fieldTables())) {
    await table.row(`every field of ${type} has a verdict`, Object.keys(fields).sort(), () => {
      const schema = read.get(definition.file) ?? schemaIn(join(definitions, definition.file));
      read.set(definition.file, schema);
      return fieldsAt(schema, definition.path);
    });
  }
}

function schemaIn(file: string): Schema {
  const { spec } = parse(readFileSync(file, "utf8")) as {
    spec: { versions: { schema: { openAPIV3Schema: Schema } }[] };
  };
  return spec.versions[0]?.schema.openAPIV3Schema ?? {};
}

const everyObject = ["apiVersion", "kind", "metadata"];

/** The fields at a path such as `spec.templates[].dag.tasks[].hooks{}`. */
function fieldsAt(root: Schema, path: string): string[] {
  let schema: Schema = root;
  for (const part of path.split(".").filter((one) => one !== "")) {
    const name = part.replace(/(\[\]|\{\})$/, "");
    schema = schema.properties?.[name] ?? {};
    if (part.endsWith("[]")) schema = schema.items ?? {};
    if (part.endsWith("{}")) schema = schema.additionalProperties ?? {};
  }
  const found = Object.keys(schema.properties ?? {});
  return (path === "" ? found.filter((name) => !everyObject.includes(name)) : found).sort();
}
