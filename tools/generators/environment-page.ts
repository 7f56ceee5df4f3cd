import { z } from "zod";
import { type EnvironmentFile, environmentFile } from "../../config/environment";
import { guides } from "./environment-guides";

/** A field in JSON Schema, with the sentence that its error repeats. */
interface Field {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Field>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Field | false;
  readonly propertyNames?: Field;
  readonly items?: Field;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly default?: unknown;
  /** The text of its error, such as "must be an AWS account id". */
  readonly rule?: string;
}

const intro = `Each file \`environments/<name>.yaml\` describes one environment, which has the name of the file.
This page lists every field. If a map has a required field, you must set it; you can leave out all other fields.
\`npm run generate\` writes this page from the descriptions in \`config/schema\`.`;

/** The reference of the environment file: a section per top-level key, and an entry per field. */
export function environmentPage(): string {
  const { properties = {}, required = [] } = fields();
  const sections = Object.entries(properties).map(([name, field]) => {
    const entries = entriesOf(name, field, required.includes(name)).join("\n");
    const links = linksOf(name as keyof EnvironmentFile);
    const blocks = isMap(field)
      ? [wrap(`${sentence(field.description)} ${links}`).join("\n"), entries]
      : [entries, wrap(links).join("\n")];
    return [`## ${name}`, ...blocks].filter((block) => block !== "").join("\n\n");
  });
  return ["# The environment file", wrap(intro).join("\n"), ...sections].join("\n\n") + "\n";
}

/** A sentence with the links to the guides of a top-level key, or nothing if it has none. */
function linksOf(key: keyof EnvironmentFile): string {
  const links = guides[key].map(({ title, path }) => `[${title}](${path})`);
  return links.length === 0 ? "" : `See ${new Intl.ListFormat("en-US").format(links)}.`;
}

/** The JSON Schema, with the error text of each field. */
function fields(): Field {
  return z.toJSONSchema(environmentFile, {
    io: "input",
    target: "draft-7",
    override: ({ zodSchema, jsonSchema }) => {
      const rule = z.safeParse(zodSchema, null).error?.issues[0]?.message;
      Object.assign(jsonSchema, { rule });
    },
  }) as Field;
}

/** The entries of a field and of every field in it. The section heading already describes a top-level map. */
function entriesOf(path: string, field: Field, required: boolean, nameRule?: string): string[] {
  const { properties = {}, required: needed = [], additionalProperties, propertyNames, items } = field;
  const isSection = isMap(field) && !/[.[]/.test(path);
  return [
    // An item of a list has no name to describe, only fields.
    ...(isSection || path.endsWith("[]") ? [] : [entry(path, field, required, nameRule)]),
    ...Object.entries(properties).flatMap(([name, each]) =>
      entriesOf(`${path}.${name}`, each, needed.includes(name)),
    ),
    ...(additionalProperties
      ? entriesOf(`${path}.<name>`, additionalProperties, false, propertyNames?.rule)
      : []),
    ...(items?.properties ? entriesOf(`${path}[]`, items, false) : []),
  ];
}

function isMap({ type }: Field): boolean {
  return type === "object";
}

function entry(path: string, field: Field, required: boolean, nameRule?: string): string {
  const kind = [typeOf(field), fallback(path, field, required)].filter((part) => part !== "").join(", ");
  const text = [field.description, nameRule && `The name ${nameRule}`, rule(field)]
    .map(sentence)
    .filter((part) => part !== "")
    .join(" ");
  return `- ${wrap(`\`${path}\` (${kind})${text === "" ? "" : `: ${text}`}`).join("\n  ")}`;
}

function typeOf(field: Field): string {
  if (field.enum) return `one of ${field.enum.map((each) => `\`${each}\``).join(", ")}`;
  const { type, minimum, maximum, multipleOf } = field;
  switch (type) {
    case "object":
      return "map";
    case "array":
      return listOf(field);
    case "boolean":
      return "`true` or `false`";
    case "integer":
      return `whole number from ${minimum} to ${maximum}`;
    case "number":
      return `number from ${minimum} to ${maximum} in steps of ${multipleOf}`;
    default:
      return "text";
  }
}

function listOf({ items, minItems = 0, maxItems }: Field): string {
  const size = minItems === 0 ? `at most ${maxItems}` : `${minItems} to ${maxItems}`;
  return `list of ${size}${items?.enum ? ` of ${items.enum.map((each) => `\`${each}\``).join(", ")}` : ""}`;
}

function fallback(path: string, field: Field, required: boolean): string {
  if (required) return "**required**";
  // You choose the names in this map, so there is no field to leave out.
  if (path.endsWith("<name>")) return "";
  const value = field.default;
  if (value === undefined) return "optional";
  if (Array.isArray(value))
    return `default: ${value.length === 0 ? "empty" : value.map((each) => `\`${each}\``).join(", ")}`;
  if (typeof value === "object") return field.properties ? "optional" : "default: empty";
  // As you write it in the file: without quotes, YAML reads a number.
  const quoted = typeof value === "string" && /^[\d.]+$/.test(value);
  return `default: \`${quoted || typeof value !== "string" ? JSON.stringify(value) : value}\``;
}

/** What a text, or each text of a list, must be, in the words of its error. For all other fields, the type says it. */
function rule(field: Field): string | undefined {
  if (field.enum) return undefined;
  if (field.type === "string") return `It ${field.rule}`;
  return field.items?.type === "string" && !field.items.enum ? `Each ${field.items.rule}` : undefined;
}

/** Adds a full stop, and marks placeholders as code because Markdown would read them as HTML. */
function sentence(text: string | undefined): string {
  if (!text) return "";
  const plain = text
    .replace(/[^\s()]*<[a-z]+>[^\s(),;]*(?<![.:])/g, (word) => `\`${word}\``)
    .replaceAll("*", "\\*");
  return `${plain}${/[.!?]$/.test(plain) ? "" : "."}`;
}

/** Columns of a line. Further lines of an entry are indented by two. */
const width = 118;

/** Wraps a text between words, never inside code. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.match(/(?:[^\s`]*`[^`]*`)+\S*|\S+/g) ?? []) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
