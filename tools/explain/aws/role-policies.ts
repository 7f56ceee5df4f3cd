import { type Change, isUnknown, text } from "../change";
import type { Estate, Explainer } from "../estate";
import { type Finding, joined, type Level, say, type Sentence, type Topic, words } from "../sentence";
import { companions, holderOf, resourceName, verbOf } from "./access-words";
import { type Atom, type Atoms, atomsOf, covers, missing, type PolicyDocument } from "./policy-atoms";
import { type Asked, mostQuestions, probe, questionsFor } from "./questions";
import { allows } from "./simulation";

/** All inline policies of one role: AWS judges them together. */
interface RolePolicy {
  readonly role: string;
  readonly stack: string;
  readonly addresses: readonly string[];
  readonly before: readonly unknown[];
  readonly after: readonly unknown[];
}

/** What the policies of one environment are compared with. */
interface Surroundings {
  readonly atoms: readonly Atom[];
  readonly namespaces: readonly string[];
}

const finding = (
  level: Level,
  topic: Topic,
  { stack, addresses }: RolePolicy,
  sentence: Sentence,
): Finding => ({
  level,
  topic,
  stack,
  about: addresses,
  sentence,
});

/** Who can do more or less in AWS afterwards, by simulation of each role's policies before and after. */
export const rolePolicies: Explainer = (estate) => {
  const roles = policiesByRole(estate);
  const surroundings = {
    atoms: roles.flatMap(({ before, after }) =>
      [...before, ...after].flatMap((document) => [...(atomsOf(document)?.atoms.values() ?? [])]),
    ),
    namespaces: [...new Set(roles.flatMap(({ role }) => holderOf(role).namespace ?? []))],
  };
  return roles.flatMap((role) =>
    JSON.stringify(role.before) === JSON.stringify(role.after) && !role.after.some(isUnknown)
      ? []
      : explained(role, surroundings),
  );
};

function policiesByRole({ changes }: Estate): RolePolicy[] {
  const roles = new Map<
    string,
    { first: Change; addresses: Set<string>; before: unknown[]; after: unknown[] }
  >();
  for (const change of changes) {
    if (change.type !== "aws_iam_role_policy") continue;
    for (const side of ["before", "after"] as const) {
      const attributes = change[side];
      if (attributes === undefined) continue;
      // The id of a role that is being created is not known yet. Role and policy have the same name in this project.
      const role = text(attributes.role) ?? roleNamed(changes, change.name) ?? change.name;
      const entry = roles.get(role) ?? { first: change, addresses: new Set(), before: [], after: [] };
      entry.addresses.add(change.address);
      roles.set(role, entry);
      if (attributes.policy !== undefined && attributes.policy !== null) entry[side].push(attributes.policy);
    }
  }
  return [...roles].map(([role, { first, addresses, before, after }]) => ({
    role,
    stack: first.stack,
    addresses: [...addresses],
    before,
    after,
  }));
}

function roleNamed(changes: readonly Change[], logicalName: string): string | undefined {
  const role = changes.find(({ type, name }) => type === "aws_iam_role" && name === logicalName);
  return text((role?.after ?? role?.before)?.name);
}

function explained(role: RolePolicy, surroundings: Surroundings): Finding[] {
  const { who } = holderOf(role.role);
  if (role.after.some(isUnknown)) {
    return [
      finding(
        "check",
        "Access",
        role,
        say`${who}: its policy is known only after the apply, so nobody can tell what it may do.`,
      ),
    ];
  }
  const [before, after] = [together(role.before), together(role.after)];
  if (before === "unreadable" || after === "unreadable") {
    return [finding("danger", "Access", role, say`${who}: its policy can't be read as a policy of IAM.`)];
  }
  if (after === undefined) {
    return [
      finding("note", "Access", role, say`${who}: the policy is removed, and with it every right in AWS.`),
    ];
  }
  const [added, removed] = [missing(after, before), missing(before, after)];
  if (added.length === 0 && removed.length === 0) {
    return [
      finding(
        "same",
        "Access",
        role,
        say`${who}: the policy is written differently, and allows and refuses the same.`,
      ),
    ];
  }
  return compared({ role, who, before, after, added, removed, ...surroundings });
}

function together(documents: readonly unknown[]): Atoms | undefined | "unreadable" {
  if (documents.length === 0) return undefined;
  const all = documents.map(atomsOf);
  if (all.some((one) => one === undefined)) return "unreadable";
  const known = all.filter((one) => one !== undefined);
  const document: PolicyDocument = {
    Version: "2012-10-17",
    Statement: known.flatMap((one) => [one.document.Statement].flat()),
  };
  return { document, atoms: new Map(known.flatMap(({ atoms }) => [...atoms])) };
}

interface Comparison extends Surroundings {
  readonly role: RolePolicy;
  readonly who: Sentence;
  readonly before: Atoms | undefined;
  readonly after: Atoms;
  readonly added: readonly Atom[];
  readonly removed: readonly Atom[];
}

function compared(comparison: Comparison): Finding[] {
  const { role, who, before, after, added, removed, atoms } = comparison;
  const all = questionsFor([...added, ...removed], atoms, before === undefined ? [after] : [before, after]);
  const asked = all.slice(0, mostQuestions);
  const answers = asked.map((one) => ({
    ...one,
    was: before !== undefined && allows(before.document, one.question),
    is: allows(after.document, one.question),
  }));
  const gained = answers.filter(({ was, is }) => is && !was);
  const lost = answers.filter(({ was, is }) => was && !is);
  const sentences = [
    ...wildcards(comparison),
    ...gains(grouped(gained), comparison, answers),
    ...grouped(lost).map((group) =>
      finding("note", "Access", role, say`${who} may no longer ${phrase(group)}.`),
    ),
  ];
  if (asked.length < all.length) {
    sentences.push(
      finding(
        "check",
        "Access",
        role,
        say`${who}: ${all.length - asked.length} questions about its new policy were not asked.`,
      ),
    );
  }
  if (sentences.length > 0) return sentences;
  return [
    finding(
      "check",
      "Access",
      role,
      say`${who}: the policy has other statements, but none of the questions that this page asks is answered differently. Read it.`,
    ),
  ];
}

function andJoined(sentences: readonly Sentence[]): Sentence {
  const last = sentences.at(-1) ?? words("");
  return sentences.length < 2 ? last : say`${joined(sentences.slice(0, -1))} and ${last}`;
}

/** A new role gets one sentence, and more only for what is dangerous. */
function gains(groups: readonly Group[], comparison: Comparison, answers: readonly Answer[]): Finding[] {
  const each = groups.map((group) => more(group, comparison, answers));
  const all = [
    ...each.filter(({ level }) => level === "danger"),
    ...each.filter(({ level }) => level !== "danger"),
  ];
  if (all.length > most) {
    const others = all.length - most;
    return [
      ...all.slice(0, most),
      finding(
        "danger",
        "Access",
        comparison.role,
        say`${comparison.who} may now do more, in ${others} other ways that this page leaves out.`,
      ),
    ];
  }
  if (comparison.before !== undefined || all.length === 0) return all;
  const usual = groups.filter((_, index) => each[index]?.level !== "danger");
  return [
    ...all.filter(({ level }) => level === "danger"),
    ...(usual.length === 0
      ? []
      : [
          finding(
            "note",
            "New",
            comparison.role,
            say`${comparison.who} get a new role in AWS, and may ${joined(usual.map(phrase), "; ")}.`,
          ),
        ]),
  ];
}

/** New statements that allow what a pattern names: more than anybody can list. */
function wildcards({ role, who, added }: Comparison): Finding[] {
  const wide = added.filter(
    ({ effect, action, resource, except }) =>
      effect !== "Deny" &&
      (except.length > 0 || /[*?]/.test(action) || (resource === "*" && !withoutResource.has(action))),
  );
  return wide.map(({ action, resource, except }) => {
    const what = except.includes("NotAction") ? say`every action but ${action}` : say`${action}`;
    const where = except.includes("NotResource")
      ? say`everything but ${resource}`
      : resource === "*"
        ? words("everything")
        : say`${resourceName(resource)}`;
    return finding(
      "danger",
      "Access",
      role,
      say`${who} may now call ${what} on ${where}: a wildcard gives more than this page can list.`,
    );
  });
}

/** Actions that AWS allows on everything or on nothing. */
const withoutResource = new Set(["ecr:GetAuthorizationToken"]);

type Answer = Asked & { readonly was: boolean; readonly is: boolean };

interface Group {
  readonly actions: readonly string[];
  readonly when: string;
  readonly resources: readonly string[];
}

/** One group for each action and condition. What is allowed without the condition needs no sentence about it. */
function grouped(answers: readonly Answer[]): Group[] {
  const unconditional = new Set(
    answers.filter(({ when }) => when === "").map((one) => `${one.action} ${one.resource}`),
  );
  const groups = new Map<string, { action: string; when: string; resources: Set<string> }>();
  for (const { action, resource, when } of answers) {
    if (when !== "" && unconditional.has(`${action} ${resource}`)) continue;
    const key = JSON.stringify([action, when]);
    const group = groups.get(key) ?? { action, when, resources: new Set() };
    groups.set(key, group);
    group.resources.add(resource);
  }
  const main = (group: { action: string; when: string; resources: Set<string> }) => {
    const companion = groups.get(JSON.stringify([companions[group.action], group.when]));
    return companion === undefined || ![...group.resources].every((one) => companion.resources.has(one));
  };
  // Several actions on the same things are one sentence.
  const together = new Map<string, Group & { readonly actions: string[] }>();
  for (const { action, when, resources } of [...groups.values()].filter(main)) {
    const key = JSON.stringify([when, action.split(":")[0], [...resources].sort()]);
    const group = together.get(key) ?? { actions: [], when, resources: [...resources] };
    group.actions.push(action);
    together.set(key, group);
  }
  return [...together.values()];
}

function more(group: Group, { role, who, namespaces }: Comparison, answers: readonly Answer[]): Finding {
  const own = holderOf(role.role).namespace;
  const foreign = namespaces.filter(
    (namespace) =>
      namespace !== own && own !== undefined && mentions([...group.resources, group.when], namespace, own),
  );
  const conditionGone =
    group.when === "" &&
    answers.some(
      ({ action, resource, when, was }) =>
        was && when !== "" && group.actions.includes(action) && group.resources.includes(resource),
    );
  const isDanger =
    foreign.length > 0 ||
    conditionGone ||
    group.actions.some((action) => strong.test(action)) ||
    (!role.role.endsWith("-argo-secrets") && group.resources.some(isControlPlaneSecret)) ||
    (group.actions.includes("sts:AssumeRole") &&
      group.resources.some((resource) => !/role\/(.*\/)?[^/]*-argo-/.test(resource)));
  const belongs = foreign.length === 0 ? words("") : say` That belongs to ${foreign}.`;
  const without = conditionGone ? words(", without the condition that it had to meet before") : words("");
  return finding(
    isDanger ? "danger" : "check",
    "Access",
    role,
    say`${who} may now ${phrase(group)}${without}.${belongs}`,
  );
}

/** Rights with which a role can give itself others, or destroy what others need. */
const strong =
  /^(iam|organizations|eks|rds|ec2|lambda):|^kms:(PutKeyPolicy|CreateGrant|ScheduleKeyDeletion|DisableKey)|^s3:(PutBucket|DeleteBucket|PutLifecycle|DeleteObjectVersion|BypassGovernance)|^ecr:(SetRepositoryPolicy|DeleteRepository|BatchDelete)|^secretsmanager:(Delete|PutResourcePolicy)/;

const isControlPlaneSecret = (resource: string) => /:secret:[^/]+\/argo\/(database|sso)\b/.test(resource);

/** A name as a whole: `team-a` isn't in `team-ab`. */
function mentions(texts: readonly string[], name: string, own: string): boolean {
  const whole = new RegExp(`(^|[^a-z0-9-])([a-z0-9-]*-)?${name}($|[^a-z0-9-])`);
  const ownWhole = new RegExp(`(^|[^a-z0-9-])([a-z0-9-]*-)?${own}($|[^a-z0-9-])`);
  return texts.some((text) => whole.test(text) && !ownWhole.test(text));
}

/** Most sentences about one role: more than that is a wildcard, or should be read in the policy. */
const most = 6;

function phrase({ actions, when, resources }: Group): Sentence {
  const widest = resources.filter(
    (one) =>
      !resources.some((other) => other !== one && covers(other, probe(one)) && !covers(one, probe(other))),
  );
  const included = resources.filter((one) => !widest.includes(one));
  const where = widest.every((resource) => resource === "*")
    ? words("everything")
    : say`${widest.map(resourceName)}`;
  const including = included.length === 0 ? words("") : say` (that includes ${included.map(resourceName)})`;
  const condition = when === "" ? words("") : say`, if ${when}`;
  const verbs = andJoined(actions.map(verbOf));
  if (actions.every((action) => action === "ecr:GetAuthorizationToken")) return say`${verbs}${condition}`;
  if (actions.every((action) => action.startsWith("kms:"))) return say`${verbs} keys${condition}`;
  return say`${verbs} ${where}${including}${condition}`;
}
