import { callerAccounts, controlPlaneNamespace, serviceAccounts } from "../../../config/naming";
import { isLogin, isPortal, notTheController, userOf } from "./callers";
import { all, list, text } from "./cel";
import { isLibraryPart } from "./library-part";
import type { Policy } from "./policy";

export interface ApprovalsProps {
  readonly namespaces: readonly string[];
  /** Whether people log in at an identity provider. Otherwise they have tokens, and all of them can answer. */
  readonly sso: boolean;
  /** Namespaces in which everyone who logs in as an administrator is an approver too. */
  readonly administered: readonly string[];
}

/** The questions of the library: what a target demands, and what a pipeline asks by itself. */
const demanded = ["gate/ask"];
const plain = ["approval/ask"];

const label = (name: string) => `variables.labels[?'workflows.argoproj.io/${name}'].orValue('')`;
const userMark = "variables.labels[?'aws-argo-infra/user'].orValue('')";

const node = "variables.newNodes[n]";
const before = "variables.oldNodes[n]";

/** Steps that wait for one of `parts`, and that this request answers or ends with success. */
const answered = (parts: readonly string[]) =>
  `variables.newNodes.filter(n, n in variables.oldNodes && ${before} != ${node} && ` +
  `${before}.?phase.orValue('') == 'Running' && ${node}.?phase.orValue('') in ['Running', 'Succeeded'] && ` +
  `(${isLibraryPart(before, "variables.spec", list(parts))}))`;

/** What the answer says, as Argo's server would write it into a label (argo-workflows: workflow/creator). */
const written =
  `${node}.?outputs.?parameters.orValue([]).filter(p, p.?name.orValue('') == 'approver').map(p, ` +
  "string(p.?value.orValue('')).trim().lowerAscii().replace('@', '.at.', 1))" +
  ".filter(v, size(v) <= 320).map(v, v.split('').map(c, c.matches('^[-_.a-z0-9]$') ? c : '-').join(''))" +
  ".map(v, size(v) > 63 ? v.substring(size(v) - 63) : v)";

/**
 * The people who answer the library's questions. Argo's server says in labels of the same request who is logged in; for a
 * question that a target demands, this is a person whom the target names, not the one who started the workflow, and the
 * approver that the answer names.
 */
export function approvals({ namespaces, sso, administered }: ApprovalsProps): Policy {
  const own = (account: string) =>
    `request.userInfo.username == 'system:serviceaccount:' + request.namespace + ':${account}'`;
  const admin = `request.userInfo.username == ${text(userOf(controlPlaneNamespace, callerAccounts.admin))}`;
  return {
    name: "approvals",
    namespaces,
    resources: [{ apiGroups: ["argoproj.io"], resources: ["workflows"], operations: ["UPDATE"] }],
    conditions: [notTheController],
    variables: [
      { name: "spec", expression: "dyn(object).?spec.orValue({})" },
      { name: "oldNodes", expression: "dyn(oldObject).?status.?nodes.orValue({})" },
      { name: "newNodes", expression: "dyn(object).?status.?nodes.orValue({})" },
      { name: "labels", expression: "dyn(object).metadata.?labels.orValue({})" },
      { name: "demanded", expression: answered(demanded) },
      { name: "plain", expression: answered(plain) },
      {
        name: "me",
        expression:
          `(${label("actor-email")} != '' ? ${label("actor-email")} : ${label("actor-preferred-username")} != '' ? ` +
          `${label("actor-preferred-username")} : ${label("actor")}).lowerAscii()`,
      },
    ],
    validations: [
      {
        expression:
          `variables.demanded == [] || ${own(serviceAccounts.approver)}` +
          (administered.length === 0 ? "" : ` || (${admin} && request.namespace in ${list(administered)})`),
        message:
          "The target demands this approval. Log in to Argo's UI as a member of the groups that the step names, and answer there.",
      },
      {
        expression: `variables.demanded == [] || (${all(
          `${label("actor")} == '' || ${label("actor")} != ${label("creator")}`,
          `${label("actor-email")} == '' || ${label("actor-email")} != ${label("creator-email")}`,
          `${label("actor-preferred-username")} == '' || ${label("actor-preferred-username")} != ${label("creator-preferred-username")}`,
          `!(${userMark}.lowerAscii() in [variables.me, ${label("actor-preferred-username")}.lowerAscii(), ${label("actor")}.lowerAscii()] ` +
            `&& ${userMark} != '')`,
        )})`,
        message: "You started this workflow, so another person must approve it.",
      },
      {
        expression: `variables.demanded.all(n, variables.me != '' && ${written} == [variables.me])`,
        message: "The approver is the person who is logged in.",
        messageExpression:
          "'The approver is the person who is logged in. Write ' + (variables.me == '' ? 'your name after you log in' : variables.me) + ' as the approver.'",
      },
      {
        expression: `variables.plain == [] || ${sso ? `(${isLogin})` : `!(${isPortal})`}`,
        message: "An approval is answered by a person who logs in to Argo's UI, not with a token.",
      },
    ],
  };
}
