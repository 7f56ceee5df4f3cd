import { executorContainers } from "../../../config/executor-token";
import { accountSecrets, serviceAccounts } from "../../../config/naming";
import type { Toleration } from "../../../config/values/toleration";
import type { WorkflowNodes } from "../../../config/values/workflow-nodes";
import { isController } from "./callers";
import { all, list, literal, map, text } from "./cel";
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

export interface PodsProps {
  /** Image of Argo's own containers. */
  readonly executorImage: string;
  /** Secret with which nodes pull images. */
  readonly pullSecret?: string | undefined;
  /** Labels of the nodes that the pods run on, and taints that they may tolerate, in each namespace. */
  readonly nodes: readonly (WorkflowNodes & { readonly namespaces: readonly string[] })[];
  /** Their default affinity. */
  readonly affinity: object;
}

/**
 * Pods of a workflow namespace have the accounts and nodes meant for them, and user code sees nobody's token.
 */
export function pods(
  namespaces: readonly string[],
  { executorImage, pullSecret, nodes, affinity }: PodsProps,
): Policy {
  const [first] = nodes;
  const common = nodes.length === 1 && first ? first : undefined;
  const within = ({ namespaces: some }: (typeof nodes)[number]) => `request.namespace in ${list(some)}`;
  const inNamespaces = (one: (typeof nodes)[number], expression: string) =>
    common ? expression : `!(${within(one)}) || (${expression})`;
  const givenTaints = nodes.flatMap((one) =>
    one.tolerations.map((taint) => (common ? taintIs(taint) : all(within(one), taintIs(taint)))),
  );
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
      {
        name: "affinityTerms",
        expression:
          "['podAffinity', 'podAntiAffinity'].map(k, variables.spec.?affinity[?k].orValue({})).map(a, " +
          "a.?requiredDuringSchedulingIgnoredDuringExecution.orValue([]) + " +
          "a.?preferredDuringSchedulingIgnoredDuringExecution.orValue([]).map(p, p.podAffinityTerm))",
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
      ...(pullSecret === undefined
        ? []
        : [
            {
              expression: noSecret((name) => `${name} == ${text(pullSecret)}`),
              message: `A pod may not read the Secret ${pullSecret}: nodes pull images with it. Remove the Secret from volumes, env and envFrom.`,
            },
          ]),
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
        expression: all(
          `request.operation != 'CREATE' || variables.spec.?nodeName.orValue('') == ''`,
          `variables.spec.?tolerations.orValue([]).all(t, ${tolerated(givenTaints)})`,
        ),
        message:
          "A pod here tolerates only the taints that the environment file lists for its team, and names no node. Leave other tolerations out.",
      },
      {
        expression:
          "request.operation != 'CREATE' || variables.affinityTerms.all(terms, terms.all(t, " +
          all("!has(t.namespaceSelector)", "t.?namespaces.orValue([]).all(n, n == request.namespace)") +
          "))",
        message:
          "A podAffinity or podAntiAffinity term here is about pods of its own namespace only. Leave namespaces and namespaceSelector out.",
      },
      {
        // A pod that no node takes would keep the lock of its deploy step.
        expression:
          `request.operation != 'CREATE' || !(variables.account in ${list(deployAccounts)}) || ` +
          all(
            ...nodes.map((one) =>
              inNamespaces(
                one,
                `variables.spec.?nodeSelector.orValue({}) == ${map(Object.entries(one.nodeSelector))}`,
              ),
            ),
            `variables.spec.?affinity.orValue({}) in ${literal([{}, affinity])}`,
          ),
        message:
          "A deploy step runs on the nodes that the environment file says. Leave nodeSelector and affinity out of the workflow's spec and templateDefaults.",
      },
      ...nodes
        .map((one) => ({ one, labels: Object.entries(one.nodeSelector) }))
        .filter(({ labels }) => labels.length > 0)
        .map(({ one, labels }) => ({
          // Argo gives pods that delete artifacts no selector.
          expression: inNamespaces(
            one,
            `request.operation != 'CREATE' || ${deletesArtifacts(executorImage)} || ` +
              `${map(labels)}.all(k, v, variables.spec.?nodeSelector[?k].orValue('') == v)`,
          ),
          message: `Pods here run on nodes with ${labels.map((label) => label.join("=")).join(", ")}. Add these labels to nodeSelector, or leave it out.`,
        })),
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
  return `(c.?image.orValue('') == ${text(executorImage)} && (${ofStep} || ${ofDeletion}))`;
}

/** Container `c` is the only one of a pod that deletes artifacts. */
const ofDeletion = all(
  "size(variables.containers) == 1 && c.name == 'main' && size(c.?command.orValue([])) == 0",
  "size(c.?args.orValue([])) > 1 && c.args[0] == 'artifact' && c.args[1] == 'delete'",
);

/** The pod is Argo's own, and deletes artifacts. */
function deletesArtifacts(executorImage: string): string {
  return `variables.containers.exists(c, c.?image.orValue('') == ${text(executorImage)} && ${ofDeletion})`;
}

/** Kubernetes' own conditions of nodes, resources that the pod asks for, or one of the taints in `given`. */
function tolerated(given: readonly string[]): string {
  return [
    "t.?key.orValue('').startsWith('node.kubernetes.io/')",
    "variables.containers.exists(c, t.?key.orValue('') in c.?resources.?limits.orValue({}))",
    ...given.map((one) => `(${one})`),
  ].join(" || ");
}

/** The toleration `t` is about this taint. */
function taintIs({ key, value, effect }: Toleration): string {
  return all(
    `t.?key.orValue('') == ${text(key)}`,
    ...(value === undefined
      ? []
      : [`t.?operator.orValue('') != 'Exists' && t.?value.orValue('') == ${text(value)}`]),
    ...(effect === undefined ? [] : [`t.?effect.orValue('') == ${text(effect)}`]),
  );
}

/** The controller labels pods that run; they aren't judged again. */
export const podChanged: Named = {
  name: "pod-changed",
  expression: "request.operation == 'CREATE' || dyn(object).spec != dyn(oldObject).spec",
};
