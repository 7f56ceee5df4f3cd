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
    merge(metadata, resolved(stack, element.toMetadata()));
    if (TerraformOutput.isTerraformOutput(element)) merge(outputs, pathOf(element));
    merge(json, resolved(stack, element.toTerraform()));
  }
  merge(json, resolved(stack, overrides));
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

function resolved(scope: TerraformStack, value: unknown): Json {
  return (
    isPlain(value) ? value : Tokenization.resolve(value, { scope, resolver, preparing: false })
  ) as Json;
}

/** Whether nothing in a value is a token. CDKTF's tokens are objects of classes, texts, and impossibly small numbers. */
export function isPlain(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("TfToken[") && !value.includes("e+");
  if (typeof value === "number") return value > -1e200;
  if (Array.isArray(value)) return value.every((entry) => entry !== undefined && isPlain(entry));
  if (typeof value === "object" && value !== null) {
    if (Object.getPrototypeOf(value) !== Object.prototype) return false;
    for (const key in value) if (!isPlain(key) || !isPlain((value as Json)[key])) return false;
    return true;
  }
  return typeof value !== "function";
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
