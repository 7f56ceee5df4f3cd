import { type Change, isUnknown, text } from "../change";
import { changed, type Explainer, finding } from "../estate";
import { type Finding, say, type Sentence, words } from "../sentence";
import { resourceName, verbOf } from "./access-words";
import { type Atom, atomsOf, missing } from "./policy-atoms";

const types: Readonly<Record<string, string>> = {
  aws_s3_bucket_policy: "bucket",
  aws_kms_key: "key",
  aws_secretsmanager_secret_policy: "secret",
  aws_ecr_repository_policy: "repository",
};

/** Policies of buckets, keys, secrets: whom they let in, and what they refuse to everybody. */
export const resourcePolicies: Explainer = (estate) =>
  changed(estate, ...Object.keys(types)).flatMap(policyChange);

function policyChange(change: Change): Finding[] {
  const what = say`${words(types[change.type] ?? "resource")} ${nameOf(change)}`;
  const old: unknown = change.before?.policy;
  const now: unknown = change.after?.policy;
  if (isUnknown(now))
    return [finding("check", "Access", change, say`The policy of ${what} is known only after the apply.`)];
  if (old === now || (old == null && now == null)) return [];
  const [before, after] = [atomsOf(old), atomsOf(now)];
  if (now == null || change.kind === "delete") {
    const refused = missing(before, undefined).filter(({ effect }) => effect === "Deny");
    return change.type === "aws_kms_key"
      ? []
      : [
          finding("danger", "Access", change, say`The policy of ${what} is removed.`),
          ...refused.map((atom) => noLonger(change, what, atom)),
        ];
  }
  if (after === undefined)
    return [finding("danger", "Access", change, say`The policy of ${what} can't be read.`)];
  const [added, removed] = [missing(after, before), missing(before, after)];
  if (added.length === 0 && removed.length === 0)
    return [
      finding("same", "Access", change, say`The policy of ${what} is written differently and says the same.`),
    ];
  const isNew = before === undefined;
  return [
    ...added.flatMap((atom) => {
      if (atom.effect === "Deny")
        return isNew
          ? []
          : [finding("note", "Access", change, say`The ${what} now refuses ${refused(atom)}.`)];
      const danger = isOpen(atom);
      if (isNew && danger === undefined) return [];
      const conditions = conditionWords(atom);
      return [
        finding(
          danger === undefined ? "check" : "danger",
          "Access",
          change,
          say`${principalWords(atom)} may now ${verbOf(atom.action)} ${what}${conditions}.${words(danger ?? "")}`,
        ),
      ];
    }),
    ...removed.map((atom) =>
      atom.effect === "Deny"
        ? noLonger(change, what, atom)
        : finding(
            "note",
            "Access",
            change,
            say`${principalWords(atom)} may no longer ${verbOf(atom.action)} ${what}.`,
          ),
    ),
  ];
}

function nameOf({ after, before, name, type }: Change): string {
  const attributes = after ?? before ?? {};
  const own = text(attributes.bucket) ?? text(attributes.secret_arn) ?? text(attributes.repository);
  return type === "aws_kms_key" || own === undefined ? name : resourceName(own);
}

const noLonger = (change: Change, what: Sentence, atom: Atom): Finding =>
  finding("danger", "Access", change, say`The ${what} no longer refuses ${refused(atom)}.`);

/** What a refusal is for, by the key of its condition. */
function refused({ action, condition, principal }: Atom): Sentence {
  const keys = Object.values(condition).flatMap((each) => Object.keys(each));
  if (keys.includes("aws:SecureTransport")) return words("requests without TLS");
  if (keys.includes("s3:TlsVersion")) return words("requests with an old version of TLS");
  if (keys.some((key) => key.startsWith("s3:x-amz-server-side-encryption")))
    return words("uploads that would not be encrypted with its key");
  const when = keys.length === 0 ? words("") : say`, depending on ${keys}`;
  return say`${action} by ${principal === "*" ? words("everybody") : say`${principal}`}${when}`;
}

function isOpen({ principal, except, condition, action }: Atom): string | undefined {
  const isConditional = Object.keys(condition).length > 0;
  if (except.length > 0) return " An exception gives more than this page can list.";
  if (principal === "*")
    return isConditional
      ? " Anybody in the world who meets the condition."
      : " That is everybody in the world.";
  if (/[*?]/.test(action) && !/:root$/.test(principal))
    return " A wildcard gives more than this page can list.";
  return undefined;
}

function principalWords({ principal, except }: Atom): Sentence {
  if (except.includes("NotPrincipal")) return say`Everybody but ${principal}`;
  if (principal === "*") return words("Everybody");
  if (/^AWS: .*:root$/.test(principal)) return say`Account ${principal.split(":")[5] ?? principal}`;
  return say`${principal.replace(/^\w+: /, "")}`;
}

function conditionWords({ condition }: Atom): Sentence {
  const conditions = Object.values(condition).flatMap((keys) =>
    Object.entries(keys).map(([key, values]) => `${key} = ${values.join(" or ")}`),
  );
  return conditions.length === 0 ? words("") : say`, if ${conditions}`;
}
