import {
  entityAnnotation,
  softwareTemplateAnnotation,
  stepAnnotation,
  taskLabel,
  userKey,
} from "../../../config/annotations";
import { isController, isLogin, isPortal } from "./callers";
import { all, list, text } from "./cel";
import type { Policy } from "./policy";
import { kindsWithSpec, specChanged, specVariables } from "./workflow-spec";

const argos = "workflows.argoproj.io/";
/** Argo's server names the person who started a workflow: by the subject, and by two claims that only a login has. */
const creator = `${argos}creator`;
const creatorOfLogin = [`${creator}-email`, `${creator}-preferred-username`];
/** It names the person who acted last. */
const actor = ["actor", "actor-email", "actor-preferred-username", "action"].map((name) => argos + name);
/** Backstage names the person, and where the run comes from. */
const portalLabels = [taskLabel, userKey];
const portalAnnotations = [userKey, stepAnnotation, entityAnnotation, softwareTemplateAnnotation];

const identities = [creator, ...creatorOfLogin, ...actor, ...portalLabels, ...portalAnnotations];

const none = (map: string, keys: readonly string[]) => `${map}.all(k, !(k in ${list([...new Set(keys)])}))`;

/**
 * The caller's own name, as Argo's server writes it for a service account: without colons, and only the end of a name
 * that is longer than a label (argo-workflows: workflow/creator).
 */
const ownName =
  "variables.creator in ['', variables.caller] || (size(variables.caller) > 63 && " +
  "size(variables.creator) > 50 && variables.caller.endsWith(variables.creator))";

const metadataSet = [
  "variables.spec.?workflowMetadata",
  "dyn(object).?spec.?workflowMetadata",
  "dyn(object).?spec.?submit.?metadata",
].flatMap((owner) => ["labels", "annotations"].map((field) => `${owner}.?${field}.orValue({})`));

/**
 * Labels that say which person started a workflow, or acted on it: approvals compare them. Each comes from the program
 * at which the person signed in. The rule `running-workflows` keeps them as they are.
 */
export function identityLabels(namespaces: readonly string[]): Policy {
  const newWorkflow = (expression: string) => `request.kind.kind != 'Workflow' || ${expression}`;
  return {
    name: "identity-labels",
    namespaces,
    resources: kindsWithSpec,
    conditions: [specChanged],
    variables: [
      ...specVariables,
      { name: "labels", expression: "dyn(object).metadata.?labels.orValue({})" },
      { name: "annotations", expression: "dyn(object).metadata.?annotations.orValue({})" },
      { name: "caller", expression: "request.userInfo.username.replace(':', '-')" },
      { name: "creator", expression: `variables.labels[?${text(creator)}].orValue('')` },
    ],
    validations: [
      {
        // The controller copies the labels of a schedule, which are the platform's.
        expression: newWorkflow(
          `${isLogin} || (${all(
            `(${ownName}) || ${isController}`,
            `${none("variables.labels", creatorOfLogin)} || ${isController}`,
            none("variables.labels", actor),
          )})`,
        ),
        message:
          "Only Argo's server names the person who started a workflow or acted on it, after a login. Leave out its labels; instead of resubmitting a run, submit its template.",
      },
      {
        expression: newWorkflow(
          `${isPortal} || (${all(
            none("variables.labels", portalLabels),
            none("variables.annotations", portalAnnotations),
          )})`,
        ),
        message:
          "Only Backstage marks a run as started by one of its users. Leave the mark out; to repeat a run of Backstage, start it there again.",
      },
      {
        expression: newWorkflow(`!(${isPortal}) || variables.labels[?${text(userKey)}].orValue('') != ''`),
        message: `A run of Backstage must say for whom: set the label ${userKey}, as the scaffolder module does.`,
      },
      {
        expression: metadataSet
          .map((map) => `${map}.all(k, !(k in ${list([...new Set(identities)])}) && !k.contains('{{'))`)
          .join(" && "),
        message:
          "A template, schedule or event binding names the person who starts its workflows. Take that label or annotation out of its metadata.",
      },
    ],
  };
}
