import { byCodeUnit } from "../../../config/code-unit-order";
import { isMap } from "../plan";

/** The smallest part of a policy: one action on one resource by one principal, allowed or refused, under a condition. */
export interface Atom {
  readonly effect: string;
  readonly action: string;
  readonly resource: string;
  /** `Service: logging.s3.amazonaws.com`, `*`, or empty in the policy of a role. */
  readonly principal: string;
  readonly condition: Condition;
  /** Which of NotAction, NotResource and NotPrincipal the statement has: everything but what it names. */
  readonly except: readonly string[];
}

/** Values by operator and key. */
export type Condition = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export interface PolicyDocument {
  readonly Version?: unknown;
  readonly Statement?: unknown;
}

/** The parts of a policy. Their order, their Sids, and how they were put together mean nothing to AWS. */
export interface Atoms {
  readonly document: PolicyDocument;
  readonly atoms: ReadonlyMap<string, Atom>;
}

/** @returns undefined if the text is no policy that this project understands */
export function atomsOf(text: unknown): Atoms | undefined {
  const document = documentOf(text);
  if (document === undefined) return undefined;
  const statements = [document.Statement].flat();
  if (!statements.every(isMap)) return undefined;
  const known = new Set([
    ...["Sid", "Effect", "Action", "NotAction", "Resource"],
    ...["NotResource", "Principal", "NotPrincipal", "Condition"],
  ]);
  const atoms = new Map<string, Atom>();
  for (const statement of statements) {
    if (Object.keys(statement).some((key) => !known.has(key))) return undefined;
    // Variables mean something only in the newer language.
    const version = document.Version === "2012-10-17" ? "" : JSON.stringify(document.Version);
    for (const atom of atomsOfStatement(statement)) atoms.set(`${version}${JSON.stringify(atom)}`, atom);
  }
  return { document, atoms };
}

function documentOf(text: unknown): PolicyDocument | undefined {
  if (typeof text !== "string") return undefined;
  try {
    const document: unknown = JSON.parse(text);
    return isMap(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function atomsOfStatement(statement: Readonly<Record<string, unknown>>): Atom[] {
  const except = ["NotAction", "NotPrincipal", "NotResource"].filter((key) => key in statement);
  const effect = statement.Effect === "Deny" ? "Deny" : "Allow";
  const condition = conditionOf(statement.Condition);
  const one = (items: string[], isExcept: boolean) => (isExcept ? [items.sort(byCodeUnit).join(" ")] : items);
  const actions = one(listOf(statement.Action ?? statement.NotAction), "NotAction" in statement);
  const resources = one(listOf(statement.Resource ?? statement.NotResource), "NotResource" in statement);
  const principals = one(
    principalsOf(statement.Principal ?? statement.NotPrincipal),
    "NotPrincipal" in statement,
  );
  return actions.flatMap((action) =>
    (resources.length === 0 ? [""] : resources).flatMap((resource) =>
      (principals.length === 0 ? [""] : principals).map((principal) => ({
        effect,
        action: normalAction(action),
        resource,
        principal,
        condition,
        except,
      })),
    ),
  );
}

/** AWS compares actions without regard to case. A service's name is always in lower case. */
function normalAction(action: string): string {
  const [service = "", ...rest] = action.split(":");
  return rest.length === 0 ? action : `${service.toLowerCase()}:${rest.join(":")}`;
}

const listOf = (value: unknown): string[] =>
  value === undefined
    ? []
    : [value].flat().map((each) => (typeof each === "string" ? each : JSON.stringify(each)));

function principalsOf(value: unknown): string[] {
  if (value === undefined) return [];
  if (!isMap(value)) return listOf(value);
  return Object.entries(value).flatMap(([kind, names]) =>
    listOf(names).map((name) => (kind === "AWS" && name === "*" ? "*" : `${kind}: ${name}`)),
  );
}

function conditionOf(value: unknown): Condition {
  if (!isMap(value)) return {};
  const sorted = (map: Record<string, unknown>) => Object.keys(map).sort(byCodeUnit);
  return Object.fromEntries(
    sorted(value).map((operator) => {
      const keys = isMap(value[operator]) ? value[operator] : {};
      return [
        operator,
        Object.fromEntries(sorted(keys).map((key) => [key, listOf(keys[key]).sort(byCodeUnit)])),
      ];
    }),
  );
}

/** What one side has and the other doesn't. */
export function missing(from: Atoms | undefined, than: Atoms | undefined): Atom[] {
  return [...(from?.atoms ?? [])].flatMap(([key, atom]) => (than?.atoms.has(key) ? [] : [atom]));
}

/** Whether a pattern of IAM, with `*` and `?`, covers a text. */
export function covers(pattern: string, text: string): boolean {
  let expression = patterns.get(pattern);
  if (expression === undefined) {
    const source = pattern
      .replace(/[\\^$.()|[\]{}+]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".");
    expression = new RegExp(`^${source}$`, "su");
    patterns.set(pattern, expression);
  }
  return expression.test(text);
}

const patterns = new Map<string, RegExp>();
