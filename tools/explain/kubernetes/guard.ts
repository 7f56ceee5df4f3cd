import { block, text, texts } from "../change";
import { type Explainer, finding } from "../estate";
import { type Finding, say, type Sentence, words } from "../sentence";
import { type Cluster, keyOf, type KubernetesObject, list } from "./objects";

const policyKind = "ValidatingAdmissionPolicy";
const bindingKind = "ValidatingAdmissionPolicyBinding";

type Mode = "enforce" | "audit" | "off";

/** What the API server refuses afterwards. */
export const guard: Explainer = ({ before, after }) => {
  const names = new Set(
    [before, after].flatMap((side) =>
      [...side.objects.values()]
        .filter(({ kind }) => kind === policyKind || kind === bindingKind)
        .map(policyName),
    ),
  );
  const isFirst = ![...before.objects.values()].some(({ kind }) => kind === policyKind);
  return [...names]
    .sort()
    .flatMap((name) => [
      ...mode(name, before, after, isFirst),
      ...scope(name, before, after),
      ...rules(name, before, after),
    ]);
};

function policyName({ kind, name, body }: KubernetesObject): string {
  return kind === bindingKind ? (text(block(body.spec).policyName) ?? name) : name;
}

const policyOf = (cluster: Cluster, name: string) =>
  cluster.objects.get(keyOf({ kind: policyKind, namespace: "", name }));
const bindingsOf = (cluster: Cluster, name: string) =>
  [...cluster.objects.values()].filter(
    (object) => object.kind === bindingKind && policyName(object) === name,
  );

function modeOf(cluster: Cluster, name: string): Mode {
  const policy = policyOf(cluster, name);
  const bindings = bindingsOf(cluster, name);
  if (policy === undefined || bindings.length === 0) return "off";
  if (text(block(policy.body.spec).failurePolicy) === "Ignore") return "audit";
  return bindings.some(({ body }) => texts(block(body.spec).validationActions).includes("Deny"))
    ? "enforce"
    : "audit";
}

function mode(name: string, before: Cluster, after: Cluster, isFirst: boolean): Finding[] {
  const [old, now] = [modeOf(before, name), modeOf(after, name)];
  const place = policyOf(after, name) ?? policyOf(before, name) ?? bindingsOf(after, name)[0];
  if (place === undefined || old === now) return [];
  if (now === "enforce")
    return [
      finding(
        "note",
        "Guard",
        place,
        say`By policy ${name}, the guard refuses what it finds (before: ${words(modes[old])}).`,
      ),
    ];
  if (old === "off") {
    // A policy whose only purpose is a record is never enforced.
    return isFirst || name.endsWith("-record")
      ? [
          finding(
            "note",
            "Guard",
            place,
            say`By the new policy ${name}, the guard only records what it finds.`,
          ),
        ]
      : [
          finding(
            "check",
            "Guard",
            place,
            say`By the new policy ${name}, the guard only records what it finds: it refuses nothing.`,
          ),
        ];
  }
  return [
    finding(
      "danger",
      "Guard",
      place,
      say`By policy ${name}, the guard ${words(now === "off" ? "looks at nothing any more (removed)" : "only records what it finds (audit)")}: it refuses nothing any more.`,
    ),
  ];
}

const modes: Readonly<Record<Mode, string>> = {
  enforce: "it refused",
  audit: "it only recorded",
  off: "there was none",
};

/** Where the policy looks. */
function scope(name: string, before: Cluster, after: Cluster): Finding[] {
  const findings: Finding[] = [];
  const [oldBindings, newBindings] = [bindingsOf(before, name), bindingsOf(after, name)];
  const [old, now] = [oldBindings, newBindings].map((bindings) =>
    bindings.map(({ body }) => block(block(body.spec).matchResources)),
  );
  const place = newBindings[0];
  if (place !== undefined && oldBindings.length > 0 && JSON.stringify(old) !== JSON.stringify(now)) {
    const [from, to] = [names(old), names(now)];
    const [gone, come] = [from.filter((one) => !to.includes(one)), to.filter((one) => !from.includes(one))];
    const removed = gone.filter((one) =>
      after.objects.has(keyOf({ kind: "Namespace", namespace: "", name: one })),
    );
    const isOnlyNames =
      JSON.stringify(old).replace(quotedNames, "") === JSON.stringify(now).replace(quotedNames, "");
    if (!isOnlyNames || (gone.length === 0 && come.length === 0))
      findings.push(
        finding(
          "danger",
          "Guard",
          place,
          say`Guard policy ${name} looks at other requests than before: its binding selects them differently.`,
        ),
      );
    if (removed.length > 0)
      findings.push(
        finding("danger", "Guard", place, say`The guard no longer looks at ${removed} with policy ${name}.`),
      );
    else if (gone.length > 0 && isOnlyNames)
      findings.push(
        finding(
          "check",
          "Guard",
          place,
          say`The guard no longer looks at ${gone}, which goes, with policy ${name}.`,
        ),
      );
    if (come.length > 0 && isOnlyNames)
      findings.push(
        finding("note", "Guard", place, say`The guard also looks at ${come} with policy ${name}.`),
      );
  }
  const [oldPolicy, newPolicy] = [policyOf(before, name), policyOf(after, name)];
  if (oldPolicy === undefined || newPolicy === undefined) return findings;
  const [a, b] = [block(oldPolicy.body.spec), block(newPolicy.body.spec)];
  if (JSON.stringify(a.matchConstraints) !== JSON.stringify(b.matchConstraints))
    findings.push(
      finding(
        "danger",
        "Guard",
        newPolicy,
        say`Guard policy ${name} looks at other kinds of objects or requests than before.`,
      ),
    );
  const conditions = compareTexts(
    list(a.matchConditions).map(condition),
    list(b.matchConditions).map(condition),
  );
  if (conditions.added.length > 0)
    findings.push(
      conditions.logic
        ? finding(
            "danger",
            "Guard",
            newPolicy,
            say`Guard policy ${name} skips more or other requests: it has another condition.`,
          )
        : finding(
            "check",
            "Guard",
            newPolicy,
            say`Guard policy ${name} has a condition with other names: ${conditions.names}.`,
          ),
    );
  return findings;
}

const quotedNames = /"values":\[[^\]]*\]/g;
const names = (matches: readonly unknown[] | undefined): string[] => [
  ...new Set(
    (JSON.stringify(matches).match(quotedNames) ?? [])
      .flatMap((part) => part.match(/"([^"]+)"/g)?.slice(1) ?? [])
      .map((one) => one.slice(1, -1)),
  ),
];

const condition = (one: Readonly<Record<string, unknown>>) => text(one.expression) ?? "";

/** What the policy refuses. */
function rules(name: string, before: Cluster, after: Cluster): Finding[] {
  const [old, now] = [policyOf(before, name), policyOf(after, name)];
  if (old === undefined || now === undefined) return [];
  const [a, b] = [block(old.body.spec), block(now.body.spec)];
  const findings: Finding[] = [];
  const messages = (spec: typeof a) =>
    list(spec.validations).map(
      ({ message, messageExpression, expression }) =>
        text(message) ?? text(messageExpression) ?? text(expression) ?? "",
    );
  const [oldMessages, newMessages] = [messages(a), messages(b)];
  const fewer = list(b.validations).length < list(a.validations).length;
  for (const message of oldMessages.filter((one) => !newMessages.includes(one)))
    findings.push(
      finding(fewer ? "danger" : "check", "Guard", now, say`Guard policy ${name} no longer says: ${message}`),
    );
  for (const message of newMessages.filter((one) => !oldMessages.includes(one)))
    findings.push(finding("note", "Guard", now, say`Guard policy ${name} now says: ${message}`));
  const expressions = (spec: typeof a) => [...list(spec.validations), ...list(spec.variables)].map(condition);
  const change = compareTexts(expressions(a), expressions(b));
  if (change.added.length + change.removed.length > 0) findings.push(expression(name, now, change));
  return findings;
}

interface TextChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Whether more than names in quotes changes. */
  readonly logic: boolean;
  readonly names: Sentence;
  /** Whether one of the names is Kubernetes' own, such as CREATE, Workflow or system:masters. */
  readonly keyword: boolean;
}

function compareTexts(old: readonly string[], now: readonly string[]): TextChange {
  const [before, after] = [old.map(flat), now.map(flat)];
  const added = after.filter((one) => !before.includes(one));
  const removed = before.filter((one) => !after.includes(one));
  const shape = (texts: readonly string[]) =>
    [...new Set(texts.map((one) => one.replace(literal, "''").replace(/''(: '')?(, ''(: '')?)*/g, "''")))]
      .sort()
      .join("\n");
  const literals = (texts: readonly string[]) =>
    new Set(texts.flatMap((one) => one.match(literal) ?? []).map((one) => one.slice(1, -1)));
  const [from, to] = [literals(removed), literals(added)];
  const come = [...to].filter((one) => !from.has(one));
  const gone = [...from].filter((one) => !to.has(one));
  return {
    added,
    removed,
    logic: shape(removed) !== shape(added),
    keyword: [...come, ...gone].some((one) =>
      /^([A-Z]|system:|kube-)|^(create|update|patch|delete|get)$/.test(one),
    ),
    names: say`${come.length === 0 ? words("nothing new") : say`new: ${come}`}${gone.length === 0 ? words("") : say`; gone: ${gone}`}`,
  };
}

const literal = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g;
/** White space outside of quotes means nothing in CEL. */
const flat = (source: string) =>
  source.replace(new RegExp(`${literal.source}|\\s+`, "g"), (part) => (/^\s/.test(part) ? " " : part)).trim();

function expression(name: string, place: KubernetesObject, change: TextChange): Finding {
  // Every rule must hold, so another one can only refuse more.
  if (change.removed.length === 0)
    return finding(
      "note",
      "Guard",
      place,
      say`The guard gets more rules in policy ${name}: they can only refuse more.`,
    );
  if (!change.logic)
    return finding(
      change.keyword ? "danger" : "check",
      "Guard",
      place,
      say`Guard policy ${name} compares with other values (${change.names}).`,
    );
  const isTrue = change.added.some((one) => /^\(?true\)?$|\|\| ?\(?true\b|\btrue\)? ?\|\|/.test(one));
  return finding(
    "danger",
    "Guard",
    place,
    isTrue
      ? say`Guard policy ${name} has a rule that is always true: it refuses nothing.`
      : say`The logic of guard policy ${name} changes. This page can't tell what it refuses now: read it, and run e2e:walls.`,
  );
}
