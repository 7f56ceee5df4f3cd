import { type Change, isUnknown, text } from "../change";
import { changed, type Explainer, finding } from "../estate";
import { type Finding, say, type Sentence, words } from "../sentence";
import { holderOf } from "./access-words";
import { type Atom, atomsOf, missing } from "./policy-atoms";

/** Who can take a role, and what limits the role itself. */
export const trust: Explainer = (estate) => {
  const roles = changed(estate, "aws_iam_role").filter(({ after }) => after !== undefined);
  const known = roles.filter(({ before }) => before !== undefined);
  return [...roles.flatMap(trusted), ...boundaries(known), ...known.flatMap(sessions)];
};

function trusted(change: Change): Finding[] {
  const role = text(change.after?.name ?? change.before?.name) ?? change.name;
  const { who } = holderOf(role);
  const now: unknown = change.after?.assume_role_policy;
  const old: unknown = change.before?.assume_role_policy;
  if (isUnknown(now))
    return [
      finding("check", "Access", change, say`${who}: who can take the role is known only after the apply.`),
    ];
  if (old === now) return [];
  const [before, after] = [atomsOf(old), atomsOf(now)];
  if (after === undefined)
    return [
      finding("danger", "Access", change, say`${who}: the trust policy of role ${role} can't be read.`),
    ];
  const [added, removed] = [missing(after, before), missing(before, after)];
  if (added.length === 0 && removed.length === 0)
    return [
      finding(
        "same",
        "Access",
        change,
        say`${who}: the trust policy is written differently and trusts the same.`,
      ),
    ];
  const names = (atoms: readonly Atom[]) => atoms.filter(({ effect }) => effect !== "Deny").flatMap(trusters);
  const [come, gone] = [names(added), names(removed)];
  const knownBefore = new Set(gone.map(({ name }) => name));
  return [
    ...come
      .filter(({ name, isWide }) => isWide || !knownBefore.has(name))
      .map(({ sentence, isWide }) =>
        change.before === undefined && !isWide
          ? finding("note", "New", change, say`Role ${role} is new. ${sentence} can take it.`)
          : finding(
              isWide ? "danger" : "check",
              "Access",
              change,
              say`${sentence} can now take role ${role}.`,
            ),
      ),
    ...gone
      .filter(({ name }) => !come.some((one) => one.name === name))
      .map(({ sentence }) =>
        finding("note", "Access", change, say`${sentence} can no longer take role ${role}.`),
      ),
    ...(removed.some(({ effect }) => effect === "Deny")
      ? [
          finding(
            "danger",
            "Access",
            change,
            say`The trust policy of role ${role} no longer refuses what it refused.`,
          ),
        ]
      : []),
  ];
}

interface Truster {
  readonly name: string;
  readonly sentence: Sentence;
  /** Whether it is more than one known program. */
  readonly isWide: boolean;
}

/** Several service accounts in one statement are one truster each. */
function trusters(atom: Atom): Truster[] {
  const equals = atom.condition.StringEquals ?? {};
  const subject = Object.keys(equals).find((key) => key.endsWith(":sub"));
  if (subject === undefined) return [truster(atom)];
  return (equals[subject] ?? []).map((value) =>
    truster({ ...atom, condition: { ...atom.condition, StringEquals: { ...equals, [subject]: [value] } } }),
  );
}

function truster({ principal, condition, except, action }: Atom): Truster {
  const conditions = Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values })),
  );
  const name = JSON.stringify([principal, condition, except]);
  const subjects = conditions.filter(({ key }) => key.endsWith(":sub"));
  const tagged = conditions.filter(({ key }) => /^aws:RequestTag\/|^aws:Source/.test(key));
  if (except.length > 0) return { name, sentence: say`Everybody but ${principal}`, isWide: true };
  if (principal === "*") return { name, sentence: words("Everybody, in every AWS account,"), isWide: true };
  if (principal.startsWith("Federated: ")) {
    const provider = principal.slice("Federated: ".length);
    if (subjects.length === 0)
      return {
        name,
        sentence: say`Everybody who logs in at ${provider}, such as every pod of the cluster,`,
        isWide: true,
      };
    const isWide = subjects.some(
      ({ operator, values }) =>
        /Not|IfExists|Null/.test(operator) ||
        (/Like/.test(operator) && values.some((value) => /[*?]/.test(value))),
    );
    return {
      name,
      sentence: say`Service account ${subjects.flatMap(({ values }) => values.map(account))}`,
      isWide,
    };
  }
  const who = principal.replace(/^\w+: /, "");
  const isWide =
    principal.startsWith("AWS: ") && (/[*?]/.test(principal) || /:root$|^AWS: \d{12}$/.test(principal));
  const limits =
    tagged.length === 0
      ? words("")
      : say` (${tagged.map(({ key, values }) => `${key} = ${values.join(" or ")}`)})`;
  const how = action === "sts:TagSession" ? words(" with tags of its own") : words("");
  const role = /:role\/(?:.*\/)?([^/]+)$/.exec(who)?.[1];
  return {
    name,
    sentence: say`${role === undefined ? say`${who}` : holderOf(role).who}${limits}${how}`,
    isWide,
  };
}

/** `system:serviceaccount:team-a:argo-workflow` is the account argo-workflow of team-a. */
const account = (subject: string) =>
  subject.replace(
    /^system:serviceaccount:([^:]+):([^:]+)$/,
    (_, namespace: string, name: string) => `${namespace}/${name}`,
  );

/** All roles that lose or change their boundary in the same way are one sentence. */
function boundaries(changes: readonly Change[]): Finding[] {
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const { before = {}, after = {} } = change;
    const [old, now] = [text(before.permissions_boundary), text(after.permissions_boundary)];
    if (old === now || isUnknown(after.permissions_boundary)) continue;
    const key = JSON.stringify([old, now]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const roles = own.map((change) => text(change.after?.name) ?? change.name);
    const [old, now] = [text(first.before?.permissions_boundary), text(first.after?.permissions_boundary)];
    const said =
      now === undefined
        ? say`Without the permissions boundary ${old ?? ""}, nothing limits the policies of ${roles} any more.`
        : say`The permissions boundary of ${roles} becomes ${now} (before: ${old ?? words("none")}).`;
    return [
      {
        ...finding(old === undefined ? "note" : "danger", "Access", first, said),
        about: own.map(({ address }) => address),
      },
    ];
  });
}

function sessions(change: Change): Finding[] {
  const seconds = (attributes: Change["before"]) => Number(text(attributes?.max_session_duration) ?? 3600);
  const [old, now] = [seconds(change.before), seconds(change.after)];
  return now > old
    ? [
        finding(
          "check",
          "Access",
          change,
          say`Sessions of role ${text(change.after?.name) ?? change.name} last up to ${now} seconds.`,
        ),
      ]
    : [];
}
