import { text } from "../change";
import { type Explainer, finding } from "../estate";
import { type Finding, say, type Sentence, words } from "../sentence";
import { type KubernetesObject, pairs } from "./objects";

const rule = "workflows.argoproj.io/rbac-rule";
const precedence = "workflows.argoproj.io/rbac-rule-precedence";
const role = "eks.amazonaws.com/role-arn";

/** Which people log in as which service account, and which service account has which role in AWS. */
export const accounts: Explainer = ({ before, after }) =>
  pairs(before, after, "ServiceAccount").flatMap(({ before: old, after: now, any }) => [
    ...people(old, now, any),
    ...(old === undefined || now === undefined ? [] : settings(old, now)),
  ]);

function people(
  old: KubernetesObject | undefined,
  now: KubernetesObject | undefined,
  any: KubernetesObject,
): Finding[] {
  const [from, to] = [old?.annotations[rule], now?.annotations[rule]];
  const account = `${any.namespace}/${any.name}`;
  const findings: Finding[] = [];
  if (from !== to) {
    const [a, b] = [groupsOf(from), groupsOf(to)];
    if (a === undefined || b === undefined) {
      findings.push(
        finding(
          "danger",
          "Login",
          any,
          say`The rule that lets people log in as ${account} is ${to ?? ""}: this page can't tell who that is.`,
        ),
      );
    } else {
      const come = b.filter((group) => !a.includes(group));
      const gone = a.filter((group) => !b.includes(group));
      const isNew = old === undefined;
      // An account that this project doesn't make can be selected before the others.
      const isStrong = isNew
        ? come.includes(everybody) || meanings[any.name] === undefined
        : any.name === "argo-admin";
      if (come.length > 0)
        findings.push(
          finding(
            isStrong ? "danger" : isNew ? "note" : "check",
            isNew ? "New" : "Login",
            any,
            say`${people_(come)} now act as ${account}${meaning(any.name)}.`,
          ),
        );
      if (gone.length > 0)
        findings.push(finding("note", "Login", any, say`${people_(gone)} no longer act as ${account}.`));
      if (come.length + gone.length === 0)
        findings.push(
          finding(
            "danger",
            "Login",
            any,
            say`The rule for who acts as ${account} is written differently for the same groups: ${to ?? ""}.`,
          ),
        );
    }
  }
  const [first, second] = [old?.annotations[precedence], now?.annotations[precedence]];
  if (old !== undefined && now !== undefined && first !== second)
    findings.push(
      finding(
        "check",
        "Login",
        any,
        say`People in several groups are ${account} with precedence ${second ?? "none"} (before: ${first ?? "none"}).`,
      ),
    );
  return findings;
}

const people_ = (groups: readonly string[]): Sentence =>
  groups.includes(everybody) ? words("All people who can log in") : say`People in group ${groups}`;

const everybody = "\u0000everybody";

/** Groups that Argo's rule names. @returns undefined if it is more than a list of groups joined with "or" */
function groupsOf(expression: string | undefined): string[] | undefined {
  if (expression === undefined) return [];
  if (expression.trim() === "true") return [everybody];
  const parts = expression
    .split("||")
    .map((part) => /^\s*\(?\s*(['"])(.*?)\1\s+in\s+groups\s*\)?\s*$/.exec(part)?.[2]);
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

const meanings: Readonly<Record<string, string>> = {
  "argo-login": ": they can log in, and see nothing",
  "argo-admin": ": administrators of every team's workflows",
  "argo-reader": ": they read every team's workflows, logs and artifacts",
  "argo-submitter": ": they run the team's workflows",
  "argo-approver": ": they approve deployments, and run the team's workflows",
};

const meaning = (account: string): Sentence => words(meanings[account] ?? "");

function settings(old: KubernetesObject, now: KubernetesObject): Finding[] {
  const account = `${now.namespace}/${now.name}`;
  const findings: Finding[] = [];
  const [a, b] = [text(old.body.automountServiceAccountToken), text(now.body.automountServiceAccountToken)];
  if (a === "false" && b !== "false")
    findings.push(
      finding("danger", "Access", now, say`Pods of service account ${account} get its token by default.`),
    );
  const [from, to] = [old.annotations[role], now.annotations[role]];
  if (from !== to)
    findings.push(
      finding(
        to === undefined ? "note" : "danger",
        "Access",
        now,
        say`Service account ${account} has the AWS role ${to ?? words("(none)")} (before: ${from ?? words("none")}).`,
      ),
    );
  return findings;
}
