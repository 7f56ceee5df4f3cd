import { serviceAccounts } from "../../../config/naming";
import { isController } from "./callers";
import { all, list } from "./cel";
import type { Named, Policy, ResourceRule } from "./policy";

/** Pods, and the containers that somebody adds to one that runs. */
export const podRequests: readonly ResourceRule[] = [
  { apiGroups: [""], resources: ["pods"], operations: ["CREATE", "UPDATE"] },
  { apiGroups: [""], resources: ["pods/ephemeralcontainers"], operations: ["UPDATE"] },
];

export const podVariables: readonly Named[] = [
  { name: "spec", expression: "dyn(object).spec" },
  {
    name: "containers",
    expression:
      "variables.spec.containers + variables.spec.?initContainers.orValue([]) + variables.spec.?ephemeralContainers.orValue([])",
  },
];

/** Accounts that pods of user code may have, no matter who creates them. */
const everyones = ["", "default", serviceAccounts.workflow];
/** Accounts that only templates of the library name; the controller makes their pods. */
const libraryAccounts = [serviceAccounts.deployer];
/** Volume by which Argo gives its own containers their token (argo-workflows: workflow/common/common.go). */
const tokenVolume = "exec-sa-token";
const tokenSecretSuffix = ".service-account-token";

/** Pods of a workflow namespace have the accounts meant for them, and user code sees nobody's token. */
export function pods(namespaces: readonly string[]): Policy {
  const isToken = (name: string) => `${name}.endsWith('${tokenSecretSuffix}')`;
  // A resource template's main container is Argo's executor itself, as its init container is.
  const ownContainer =
    "c.name in ['init', 'wait', 'supervisor'] || (c.name == 'main' && " +
    "variables.spec.?initContainers.orValue([]).exists(i, i.name == 'init' && i.image == c.image))";
  return {
    name: "pods",
    namespaces,
    resources: podRequests,
    conditions: [podChanged],
    variables: [
      ...podVariables,
      { name: "account", expression: "variables.spec.?serviceAccountName.orValue('')" },
    ],
    validations: [
      {
        expression:
          `variables.account in ${list(everyones)} || ` +
          `(variables.account in ${list(libraryAccounts)} && ${isController})`,
        message: `Pods here run as ${serviceAccounts.workflow}. Leave serviceAccountName out, or run a template of the library.`,
      },
      {
        expression: all(
          `variables.spec.?volumes.orValue([]).all(v, v.name == '${tokenVolume}' ? ` +
            `v.?secret.?secretName.orValue('') == '${serviceAccounts.executor}${tokenSecretSuffix}' : ` +
            `!${isToken("v.?secret.?secretName.orValue('')")} && v.?projected.?sources.orValue([]).all(s, !${isToken("s.?secret.?name.orValue('')")}))`,
          "variables.containers.all(c, " +
            all(
              `c.?env.orValue([]).all(e, !${isToken("e.?valueFrom.?secretKeyRef.?name.orValue('')")})`,
              `c.?envFrom.orValue([]).all(e, !${isToken("e.?secretRef.?name.orValue('')")})`,
              `!c.?volumeMounts.orValue([]).exists(m, m.name == '${tokenVolume}') || ${ownContainer}`,
            ) +
            ")",
        ),
        message:
          "A pod may not mount the token of a service account. Remove the Secret from volumes, env and envFrom.",
      },
    ],
  };
}

/** The controller labels pods that run; they aren't judged again. */
export const podChanged: Named = {
  name: "pod-changed",
  expression: "request.operation == 'CREATE' || dyn(object).spec != dyn(oldObject).spec",
};
