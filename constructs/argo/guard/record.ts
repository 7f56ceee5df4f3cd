import { userKey } from "../../../config/annotations";
import type { Environment } from "../../../config/environment";
import type { Manifest } from "../../kubernetes/manifests";
import { isController, isPortal } from "./callers";
import { guardLabels } from "./policy";

/** Name of the policy and its binding, and first part of each annotation in the audit log. */
export const recordName = "argo-guard-record";

const argo = "workflows.argoproj.io/";

/** The first of these labels that the object has. */
const label = (names: readonly string[], otherwise = "''"): string =>
  names.reduceRight((rest, name) => `variables.labels[?'${name}'].orValue(${rest})`, otherwise);

/** Labels in which Argo's server writes down the person who logged in. */
const person = (prefix: string): string[] =>
  ["-email", "-preferred-username", ""].map((suffix) => `${argo}${prefix}${suffix}`);

/** Waiting steps that the request answered or ended, each with its values. */
const answers =
  "request.operation != 'UPDATE' ? '' : variables.newNodes.filter(n, n in variables.oldNodes && " +
  "variables.newNodes[n].?type.orValue('') == 'Suspend' && variables.newNodes[n] != variables.oldNodes[n])" +
  ".map(n, variables.newNodes[n].?displayName.orValue('') + ':' + variables.newNodes[n].?outputs.?parameters.orValue([])" +
  ".map(p, ' ' + string(p.?name.orValue('')) + '=' + string(p.?value.orValue(''))).join('')).join('; ')";

const nodes = (of: string): string => `dyn(${of}).?status.?nodes.orValue({})`;

/**
 * Refuses nothing. It adds to the API server's audit log what the log of a kind of Argo's lacks: which workflow, which
 * template, which person, which answer. docs/runbooks/who-did-it.md has the queries.
 */
export function recordManifests({ teams }: Pick<Environment, "teams">): Manifest[] {
  const metadata = { name: recordName, labels: guardLabels };
  const everyObject = { matchPolicy: "Equivalent", objectSelector: {} } as const;
  const rule = { apiVersions: ["*"], scope: "*" } as const;
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata,
      spec: {
        // A record that can't be made stops nobody.
        failurePolicy: "Ignore",
        matchConstraints: {
          ...everyObject,
          namespaceSelector: {},
          resourceRules: [
            {
              apiGroups: ["argoproj.io"],
              resources: ["workflows"],
              operations: ["CREATE", "UPDATE"],
              ...rule,
            },
            { apiGroups: [""], resources: ["pods"], operations: ["CREATE"], ...rule },
          ],
        },
        // The controller updates a workflow at each step; what it creates belongs to a schedule or a workflow.
        matchConditions: [
          { name: "not-a-step", expression: `request.operation == 'CREATE' || !(${isController})` },
        ],
        variables: [
          { name: "labels", expression: "dyn(object).metadata.?labels.orValue({})" },
          { name: "oldNodes", expression: `request.operation == 'UPDATE' ? ${nodes("oldObject")} : dyn({})` },
          { name: "newNodes", expression: nodes("object") },
          { name: "workflow", expression: label([`${argo}workflow`], "dyn(object).metadata.name") },
          {
            name: "template",
            expression: "dyn(object).?spec.?workflowTemplateRef.?name.orValue('')",
          },
          {
            name: "person",
            expression:
              `request.operation == 'UPDATE' ? ${label(person("actor"))} : ` +
              `${isPortal} ? ${label([userKey])} : ${label(person("creator"))}`,
          },
          { name: "schedule", expression: label([`${argo}cron-workflow`]) },
          { name: "action", expression: `request.operation == 'UPDATE' ? ${label([`${argo}action`])} : ''` },
          { name: "answers", expression: answers },
        ],
        auditAnnotations: ["workflow", "template", "person", "schedule", "action", "answers"].map((key) => ({
          key,
          // The API server leaves an annotation without text out.
          valueExpression: `string(variables.${key})`,
        })),
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: {
        policyName: recordName,
        validationActions: ["Audit"],
        matchResources: {
          ...everyObject,
          namespaceSelector: {
            matchExpressions: [
              {
                key: "kubernetes.io/metadata.name",
                operator: "In",
                values: teams.map(({ namespace }) => namespace),
              },
            ],
          },
        },
      },
    },
  ];
}
