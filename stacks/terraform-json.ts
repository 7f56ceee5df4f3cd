import {
  DefaultTokenResolver,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  type TerraformStack,
  Tokenization,
} from "cdktf";

type Json = Record<string, unknown>;

/**
 * The JSON of a stack, as `TerraformStack.toTerraform()` of CDKTF makes it, in a fraction of the time: CDKTF resolves
 * every value of every element and then everything again. Most of our elements contain no token at all, and nothing is
 * left to resolve after the first time. A test compares both.
 */
export function terraformJson(stack: TerraformStack): Json {
  const elements = stack.node.findAll().filter((node) => TerraformElement.isTerraformElement(node));
  const overrides = stack["rawOverrides"] as Json;
  const metadata: Json = {
    version: stack.node.tryGetContext("cdktfVersion") as unknown,
    stackName: stack.node.id,
    backend: "local",
    ...(Object.keys(overrides).length > 0 && { overrides: { stack: Object.keys(overrides) } }),
  };
  const outputs: Json = {};
  const json: Json = { "//": { metadata, outputs } };
  for (const element of elements) {
    merge(metadata, resolved(stack, element.toMetadata()) as Json);
    if (TerraformOutput.isTerraformOutput(element)) merge(outputs, pathOf(element));
    merge(json, resolved(stack, element.toTerraform()) as Json);
  }
  merge(json, resolved(stack, overrides) as Json);
  return json;
}

/** `{ stack: { construct: { output: "output" } } }` */
function pathOf(output: TerraformOutput): Json {
  const last = output.node.scopes.slice(0, -1).filter(({ node }) => node.id !== "");
  return last.reduceRight<Json>((inner, { node }) => ({ [node.id]: inner }), {
    [output.node.id]: output.friendlyUniqueId,
  });
}

const resolver = new DefaultTokenResolver(new StringConcat());

/** Leaves to CDKTF only what has a token: most resources have one in a single field, such as `depends_on`. */
function resolved(scope: TerraformStack, value: unknown): unknown {
  if (Array.isArray(value)) {
    // A list with a token may become longer or shorter.
    if (value.every((entry) => isTree(entry))) return value.map((entry) => resolved(scope, entry));
  } else if (isPlainMap(value)) {
    const result: Json = {};
    for (const [key, entry] of Object.entries(value)) {
      if (!isPlain(key)) return byCdktf(scope, value);
      result[key] = resolved(scope, entry);
    }
    return result;
  }
  return isPlain(value) ? value : byCdktf(scope, value);
}

function byCdktf(scope: TerraformStack, value: unknown): unknown {
  return Tokenization.resolve(value, { scope, resolver, preparing: false });
}

function isTree(value: unknown): boolean {
  return Array.isArray(value) || isPlainMap(value);
}

function isPlainMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Whether nothing in a value is a token. CDKTF's tokens are objects of classes, texts, and impossibly small numbers. */
export function isPlain(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("TfToken[") && !value.includes("e+");
  if (typeof value === "number") return value > -1e200;
  if (Array.isArray(value)) return value.every((entry) => entry !== undefined && isPlain(entry));
  if (isPlainMap(value)) {
    for (const key in value) if (!isPlain(key) || !isPlain(value[key])) return false;
    return true;
  }
  return value === null || !["object", "function"].includes(typeof value);
}

/** Adds what isn't there, entry by entry. Lists grow. */
function merge(target: Json, source: Json): void {
  for (const [key, value] of Object.entries(source)) {
    const existing = target[key];
    if (isMap(existing) && isMap(value)) merge(existing, value);
    else if (isList(existing) && isList(value)) target[key] = [...existing, ...value];
    else if (value !== undefined) target[key] = value;
  }
}

function isMap(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
