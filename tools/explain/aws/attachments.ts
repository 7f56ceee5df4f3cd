import { type Attributes, text } from "../change";
import { changed, type Explainer, finding } from "../estate";
import { say } from "../sentence";

/** Policies of AWS that a role gets by name, and pods that get a role. */
export const attachments: Explainer = (estate) => [
  ...changed(estate, "aws_iam_role_policy_attachment").flatMap((change) => {
    const policy = text(change.after?.policy_arn);
    const role = text((change.after ?? change.before)?.role) ?? change.name;
    if (change.after === undefined)
      return [
        finding(
          "note",
          "Access",
          change,
          say`Role ${role} loses the policy ${text(change.before?.policy_arn) ?? ""}.`,
        ),
      ];
    if (policy === text(change.before?.policy_arn) && role === text(change.before?.role)) return [];
    const name = policy ?? "(known after apply)";
    const isKnown = /\/AmazonRDSEnhancedMonitoringRole$/.test(name) && /-monitoring$/.test(role);
    return [
      finding(
        isKnown ? "note" : /Admin|FullAccess|PowerUser|IAM/i.test(name) ? "danger" : "check",
        "Access",
        change,
        say`Role ${role} gets the policy ${name}, whose text isn't in the plan: this page can't tell what it allows.`,
      ),
    ];
  }),
  ...changed(estate, "aws_eks_pod_identity_association").flatMap((change) => {
    const name = (side: Attributes | undefined) =>
      side === undefined ? undefined : `${text(side.namespace) ?? ""}/${text(side.service_account) ?? ""}`;
    const [old, now] = [name(change.before), name(change.after)];
    const role = (text((change.after ?? change.before)?.role_arn) ?? "(known after apply)").replace(
      /^.*:role\//,
      "",
    );
    if (now === undefined)
      return [
        finding("note", "Access", change, say`Pods of service account ${old ?? ""} lose their role in AWS.`),
      ];
    if (old === now && text(change.before?.role_arn) === text(change.after?.role_arn)) return [];
    return [
      finding(
        change.before === undefined ? "note" : "danger",
        "Access",
        change,
        say`Pods of service account ${now} get role ${role} in AWS.`,
      ),
    ];
  }),
];
