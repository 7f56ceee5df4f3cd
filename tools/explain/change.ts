import { isMap, type Plan, type PlannedChange } from "./plan";
import { Sensitive, Unknown } from "./sentence";

export type Kind = "none" | "create" | "update" | "delete" | "replace" | "forget" | "unclear";
export type Attributes = Readonly<Record<string, unknown>>;

/** A managed resource of a plan: what it is now and what it will be. Unchanged resources are listed too. */
export interface Change {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly kind: Kind;
  readonly before?: Attributes;
  readonly after?: Attributes;
  readonly previousAddress?: string;
  readonly imported: boolean;
}

/** The managed resources of a plan. What isn't known, and what is sensitive, is marked as such. */
export function changesOf({ stack, json }: Plan): Change[] {
  return (json.resource_changes ?? [])
    .filter(({ mode }) => mode !== "data")
    .map((resource) => {
      const { before, after } = sides(resource.change);
      return {
        stack,
        address: resource.address,
        type: resource.type,
        name: resource.name,
        kind: kindOf(resource.change.actions),
        ...(isMap(before) && { before }),
        ...(isMap(after) && { after }),
        ...(resource.previous_address !== undefined && { previousAddress: resource.previous_address }),
        imported: resource.change.importing !== undefined && resource.change.importing !== null,
      };
    });
}

const kinds: Readonly<Record<string, Kind>> = {
  "no-op": "none",
  read: "none",
  create: "create",
  update: "update",
  delete: "delete",
  "delete,create": "replace",
  "create,delete": "replace",
  forget: "forget",
};

const kindOf = (actions: readonly string[]): Kind => kinds[actions.join(",")] ?? "unclear";

/** Both sides of a change with the marks of Terraform put into the values. */
export function sides(change: PlannedChange): { before: unknown; after: unknown } {
  return {
    before: marked(change.before, undefined, change.before_sensitive),
    after: marked(change.after, change.after_unknown, change.after_sensitive),
  };
}

function marked(value: unknown, unknown: unknown, sensitive: unknown): unknown {
  if (unknown === true) return new Unknown();
  if (sensitive === true && value !== undefined && value !== null)
    return new Sensitive(JSON.stringify(value));
  if (Array.isArray(value) || (value == null && Array.isArray(unknown) && unknown.length > 0)) {
    const items = (value as unknown[] | null | undefined) ?? [];
    const more = Array.isArray(unknown) ? unknown.length : 0;
    return Array.from({ length: Math.max(items.length, more) }, (_, index) =>
      marked(items[index], at(unknown, index), at(sensitive, index)),
    );
  }
  if (isMap(value) || (value == null && isMap(unknown) && Object.keys(unknown).length > 0)) {
    const map = value ?? {};
    const names = new Set([...Object.keys(map), ...(isMap(unknown) ? Object.keys(unknown) : [])]);
    return Object.fromEntries(
      [...names].map((name) => [name, marked(map[name], at(unknown, name), at(sensitive, name))]),
    );
  }
  return value;
}

function at(marks: unknown, key: string | number): unknown {
  return typeof marks === "object" && marks !== null
    ? Object.getOwnPropertyDescriptor(marks, String(key))?.value
    : undefined;
}

/** A block that Terraform writes as a list with one entry, and CDKTF as the entry. */
export function block(value: unknown): Attributes {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  return isMap(one) && !(one instanceof Unknown) && !(one instanceof Sensitive) ? one : {};
}

/** Blocks, or anything else that can be one or many. */
export function blocks(value: unknown): Attributes[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (each): each is Attributes => isMap(each) && !(each instanceof Unknown) && !(each instanceof Sensitive),
  );
}

/** A text, or nothing: null, an empty text and a value of another type say nothing. */
export function text(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((each) => text(each) ?? []);
}

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;

/** A value for comparisons: maps in one order, and what says nothing left out. */
export function comparable(value: unknown): string {
  return JSON.stringify([normal(value)]);
}

function normal(value: unknown): unknown {
  if (value instanceof Unknown) return "\u0000unknown";
  if (value instanceof Sensitive) return `\u0000sensitive ${value.value}`;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((each) => normal(each) ?? null);
  if (isMap(value)) {
    const entries = Object.keys(value)
      .sort()
      .flatMap((key) => {
        const each = normal(value[key]);
        return each === undefined ? [] : [[key, each] as const];
      });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  }
  return value === null || value === "" || value === undefined ? undefined : value;
}

export const same = (a: unknown, b: unknown): boolean => comparable(a) === comparable(b);
