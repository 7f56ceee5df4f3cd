import { executorContainers } from "../../../config/executor-token";
import { accountSecrets, serviceAccounts } from "../../../config/naming";
import { isController } from "./callers";
import { all, list, text } from "./cel";
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
/** Accounts whose own scripts call Kubernetes. */
const deployAccounts = [serviceAccounts.deployer, serviceAccounts.installer];
/** Accounts that only templates of the library name; the controller makes their pods. */
const libraryAccounts = [
  serviceAccounts.checkout,
  serviceAccounts.builder,
  serviceAccounts.cacheWriter,
  serviceAccounts.publisher,
  serviceAccounts.signer,
  serviceAccounts.verifier,
  serviceAccounts.notifier,
  ...deployAccounts,
];
/** Secrets with a token that doesn't end. */
const tokenSecretSuffix = ".service-account-token";
/** Audiences of tokens for AWS, which the pod's role needs (IRSA and EKS Pod Identity). */
const otherAudiences = ["sts.amazonaws.com", "pods.eks.amazonaws.com"];

/**
 * Pods of a workflow namespace have the accounts meant for them, and user code sees nobody's token.
 * @param executorImage image of Argo's own containers
 */
export function pods(namespaces: readonly string[], executorImage: string): Policy {
  const isIdentity = `has(s.serviceAccountToken) && !(s.serviceAccountToken.?audience.orValue('') in ${list(otherAudiences)})`;
  return {
    name: "pods",
    namespaces,
    resources: podRequests,
    conditions: [podChanged],
    variables: [
      ...podVariables,
      { name: "account", expression: "variables.spec.?serviceAccountName.orValue('')" },
      { name: "volumes", expression: "variables.spec.?volumes.orValue([])" },
      {
        name: "identities",
        expression:
          "variables.volumes.filter(v, v.?projected.?sources.orValue([]).exists(s, " +
          `(${isIdentity}) || has(s.podCertificate))).map(v, v.name)`,
      },
    ],
    validations: [
      {
        expression:
          `variables.account in ${list(everyones)} || ` +
          `(variables.account in ${list(libraryAccounts)} && ${isController})`,
        message: `Pods here run as ${serviceAccounts.workflow}. Leave serviceAccountName out, or run a template of the library.`,
      },
      {
        expression: noSecret((name) => `${name}.endsWith('${tokenSecretSuffix}')`),
        message:
          "A pod may not mount the Secret of a service account's token. Remove the Secret from volumes, env and envFrom.",
      },
      ...Object.entries(accountSecrets).map(([secret, account]) => ({
        expression: `variables.account == '${account}' || (${noSecret((name) => `${name} == '${secret}'`)})`,
        message: `Only ${account} may use the Secret ${secret}. Remove the Secret from volumes, env and envFrom, or call the template of the library.`,
      })),
      {
        // The script of a deploy step calls the API server itself.
        expression: `variables.containers.all(c, ${isArgos(executorImage)} || (variables.account in ${list(deployAccounts)} && c.name == 'main') || !c.?volumeMounts.orValue([]).exists(m, m.name in variables.identities))`,
        message:
          "A container of user code mounts the pod's Kubernetes token. Remove the mount, or name an AWS audience for the token.",
      },
      {
        // Argo's own containers see the mounts of user code below a folder of theirs.
        expression:
          "variables.containers.all(c, c.?volumeMounts.orValue([]).all(m, !m.mountPath.contains('..')))",
        message: "A mountPath contains two dots. Name the folder itself.",
      },
      {
        expression: `request.operation != 'CREATE' || ${isController} || size(variables.identities) == 0`,
        message:
          "Only the controller creates pods with a Kubernetes token. Set automountServiceAccountToken: false.",
      },
    ],
  };
}

/** No Secret that volumes or containers of a pod use has a name for which `found` is true. */
function noSecret(found: (name: string) => string): string {
  return all(
    `variables.volumes.all(v, !(${found("v.?secret.?secretName.orValue('')")}) && ` +
      `v.?projected.?sources.orValue([]).all(s, !(${found("s.?secret.?name.orValue('')")})))`,
    "variables.containers.all(c, " +
      all(
        `c.?env.orValue([]).all(e, !(${found("e.?valueFrom.?secretKeyRef.?name.orValue('')")}))`,
        `c.?envFrom.orValue([]).all(e, !(${found("e.?secretRef.?name.orValue('')")}))`,
      ) +
      ")",
  );
}

/** Container `c` is Argo's own: `init` and `wait` of a step, or the only one of a pod that deletes artifacts. */
function isArgos(executorImage: string): string {
  // Argo puts its own command before that of each other container (argo-workflows: workflowpod.go).
  const command = "c.?command.orValue([])";
  const ofStep = all(
    `c.name in ${list(executorContainers)}`,
    `size(${command}) > 1 && ${command}[0] == 'argoexec' && ${command}[1] == c.name`,
  );
  const args = "c.?args.orValue([])";
  const ofDeletion = all(
    `size(variables.containers) == 1 && c.name == 'main' && size(${command}) == 0`,
    `size(${args}) > 1 && ${args}[0] == 'artifact' && ${args}[1] == 'delete'`,
  );
  return `(c.?image.orValue('') == ${text(executorImage)} && (${ofStep} || ${ofDeletion}))`;
}

/** The controller labels pods that run; they aren't judged again. */
export const podChanged: Named = {
  name: "pod-changed",
  expression: "request.operation == 'CREATE' || dyn(object).spec != dyn(oldObject).spec",
};
