import type { PlanJson, ResourceChange } from "../explain/plan";
import { isReplaced } from "./replacing";

type Attributes = Readonly<Record<string, unknown>>;
type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;

/** The text of a stack, as far as a plan of it is made from it. */
export interface Stack {
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Readonly<Record<string, Attributes>>;
  /** What Terraform forgets instead of destroying it. */
  readonly removed?: readonly { readonly from: string; readonly lifecycle?: unknown }[];
  readonly module?: Readonly<Record<string, unknown>>;
  readonly terraform?: unknown;
  readonly provider?: unknown;
  readonly variable?: unknown;
}

/** What Terraform itself reads of a resource, and no provider sees. */
const meta = ["lifecycle", "provisioner", "connection", "provider"];

/**
 * Stands in for `terraform plan` where no provider or no state is available: compares the text of a stack with the text
 * before, and writes the difference as the JSON of a plan. It assumes that the text before is what exists. It knows no
 * defaults of providers, and no value that only AWS or the cluster makes.
 * @param base where the text before comes from
 */
export function planFromJson(before: Stack | undefined, after: Stack | undefined, base: string): PlanJson {
  const [old, now] = [before ?? {}, after ?? {}];
  const addresses = new Set([...entries(old.resource), ...entries(now.resource)].map(([address]) => address));
  const [from, to] = [new Map(entries(old.resource)), new Map(entries(now.resource))];
  const forgotten = new Set((now.removed ?? []).filter(isKept).map((each) => each.from));
  return {
    format_version: "1.2",
    resource_changes: [...addresses].sort().map((address) => change(address, from, to, forgotten)),
    output_changes: outputChanges(old, now),
    configuration: configuration(now),
    from_json: {
      base,
      settings: {
        before: before === undefined ? undefined : settings(before),
        after: after === undefined ? undefined : settings(after),
      },
      meta: [...addresses].sort().flatMap((address) => {
        const [a, b] = [own(from.get(address)?.attributes), own(to.get(address)?.attributes)];
        // What is new has no lifecycle that it lost.
        return same(a, b) || !from.has(address) || !to.has(address) ? [] : [{ address, before: a, after: b }];
      }),
    },
  };
}

interface Resource {
  readonly type: string;
  readonly name: string;
  readonly attributes: Attributes;
}

function entries(blocks: Blocks | undefined): [string, Resource][] {
  return Object.entries(blocks ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, attributes]): [string, Resource] => [
      `${type}.${name}`,
      { type, name, attributes },
    ]),
  );
}

function change(
  address: string,
  from: ReadonlyMap<string, Resource>,
  to: ReadonlyMap<string, Resource>,
  forgotten: ReadonlySet<string>,
): ResourceChange {
  const [old, now] = [from.get(address), to.get(address)];
  const any = (now ?? old) as Resource;
  const [before, after] = [old && resolved(old.attributes, from), now && resolved(now.attributes, to)];
  const actions = forgotten.has(address) ? ["forget"] : actionsOf(any.type, before?.values, after?.values);
  return {
    address,
    mode: "managed",
    type: any.type,
    name: any.name,
    change: {
      actions,
      before: before?.values ?? null,
      after: after?.values ?? null,
      // A reference that both texts have is a value that exists.
      after_unknown: after === undefined ? {} : unknownIn(after.unknown, before?.values),
    },
  };
}

const isKept = ({ lifecycle }: { readonly lifecycle?: unknown }) =>
  JSON.stringify(lifecycle) === '[{"destroy":false}]';

function actionsOf(type: string, before: Attributes | undefined, after: Attributes | undefined): string[] {
  if (before === undefined) return ["create"];
  if (after === undefined) return ["delete"];
  if (same(before, after)) return ["no-op"];
  return isReplaced(type, before, after) ? ["delete", "create"] : ["update"];
}

interface Resolved {
  readonly values: Attributes;
  /** Attributes whose whole value is a reference that the text doesn't answer. */
  readonly unknown: ReadonlyMap<string, string>;
}

/** Attributes with references to names that the text itself says, and without Terraform's escapes. */
function resolved(attributes: Attributes, all: ReadonlyMap<string, Resource>): Resolved {
  const unknown = new Map<string, string>();
  const values = Object.fromEntries(
    Object.entries(attributes)
      .filter(([name]) => name !== "//" && name !== "depends_on" && !meta.includes(name))
      .map(([name, value]) => {
        const result = resolve(value, all);
        if (typeof result === "string" && /^\$\{(?!data\.)[^{}]*\}$/.test(result)) unknown.set(name, result);
        return [name, unescaped(result)];
      }),
  );
  return { values, unknown };
}

function resolve(value: unknown, all: ReadonlyMap<string, Resource>): unknown {
  if (typeof value === "string") {
    return value.replace(
      /(?<!\$)\$\{([a-z0-9_]+\.[\w-]+)\.(\w+)\}/g,
      (reference, address: string, attribute: string) => {
        const target = all.get(address);
        const answer =
          target?.attributes[attribute] ??
          (attribute === "id" && /^aws_(iam_role|s3_bucket|rds_cluster)$/.test(target?.type ?? "")
            ? (target?.attributes.name ?? target?.attributes.bucket ?? target?.attributes.cluster_identifier)
            : undefined);
        return typeof answer === "string" && !answer.includes("${") ? answer : reference;
      },
    );
  }
  if (Array.isArray(value)) return value.map((each) => resolve(each, all));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolve(each, all)]));
}

function unescaped(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll("$${", "${").replaceAll("%%{", "%{");
  if (Array.isArray(value)) return value.map(unescaped);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, unescaped(each)]));
}

function unknownIn(
  unknown: ReadonlyMap<string, string>,
  before: Attributes | undefined,
): Record<string, true> {
  return Object.fromEntries(
    [...unknown].filter(([name, reference]) => before?.[name] !== reference).map(([name]) => [name, true]),
  );
}

function outputChanges(old: Stack, now: Stack): NonNullable<PlanJson["output_changes"]> {
  const names = [...new Set([...Object.keys(old.output ?? {}), ...Object.keys(now.output ?? {})])].sort();
  return Object.fromEntries(
    names.map((name) => {
      const [before, after] = [old.output?.[name], now.output?.[name]];
      const isSame = same(before, after);
      const actions = isSame
        ? ["no-op"]
        : before === undefined
          ? ["create"]
          : after === undefined
            ? ["delete"]
            : ["update"];
      return [
        name,
        {
          actions,
          before: before?.value ?? null,
          after: after?.value ?? null,
          after_unknown: false,
          after_sensitive: after?.sensitive === true,
        },
      ];
    }),
  );
}

function configuration(now: Stack): NonNullable<PlanJson["configuration"]> {
  const data = entries(now.data).map(([address, { type }]) => ({
    address: `data.${address}`,
    mode: "data",
    type,
  }));
  return {
    provider_config: {},
    root_module: {
      outputs: Object.fromEntries(
        Object.entries(now.output ?? {}).map(([name, { value }]) => [
          name,
          { expression: { references: references(value) } },
        ]),
      ),
      resources: data,
      module_calls: now.module ?? {},
    },
  };
}

function references(value: unknown): string[] {
  return [...JSON.stringify([value]).matchAll(/(?<!\$)\$\{([^}]*)\}/g)].map(
    ([, reference]) => reference ?? "",
  );
}

const settings = ({ terraform, provider, variable }: Stack) => ({ terraform, provider, variable });

function own(attributes: Attributes | undefined): Attributes {
  return Object.fromEntries(
    meta.flatMap((name) => (attributes?.[name] === undefined ? [] : [[name, attributes[name]]])),
  );
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
