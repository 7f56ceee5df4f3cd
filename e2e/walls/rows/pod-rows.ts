import { spotFirst } from "../../../config/values/workflow-nodes";
import { type Attempt, passes, refused } from "../attempt";
import { platform } from "../caller";
import { workflowNodes } from "../full-environment";
import { pullSecret } from "../image-options";
import {
  argos,
  container,
  controller,
  editor,
  executorImage,
  pod,
  team,
  tokenMounts,
  tokenVolume,
} from "../objects";

/** A token of the pod for a reader other than the API server. */
const tokenFor = (audience?: string) => ({
  name: "other-token",
  projected: { sources: [{ serviceAccountToken: { path: "token", ...(audience && { audience }) } }] },
});
/** Kubernetes adds a token volume and its mounts where the account or the pod asks for it. */
const automounted = { automountServiceAccountToken: true, volumes: [] };
const plain = { initContainers: [], containers: [{ name: "main", ...container }], volumes: [] };
const otherMount = [{ name: "other-token", mountPath: "/token" }];
const deleting = (image: string, command?: string[], nodeSelector: object = workflowNodes) =>
  pod({
    ...automounted,
    nodeSelector,
    initContainers: [],
    containers: [{ name: "main", image, ...(command && { command }), args: ["artifact", "delete"] }],
  });

/** Near to, or far from, pods of some namespaces. */
const termAbout = (namespaces: object) => ({
  topologyKey: "kubernetes.io/hostname",
  labelSelector: { matchLabels: { app: "web" } },
  ...namespaces,
});
const required = (namespaces: object) => ({
  requiredDuringSchedulingIgnoredDuringExecution: [termAbout(namespaces)],
});
const preferred = (namespaces: object) => ({
  preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: termAbout(namespaces) }],
});

/** Named by templates of the library only. */
const libraryAccounts = [
  "argo-checkout",
  "argo-builder",
  "argo-cache-writer",
  "argo-publisher",
  "argo-signer",
  "argo-verifier",
  "argo-notifier",
  "argo-deployer",
  "argo-installer",
];
const withSecret = (secretName: string, serviceAccountName = "argo-workflow") =>
  pod({ serviceAccountName, volumes: [tokenVolume, { name: "s", secret: { secretName } }] });

/** Pods of a workflow namespace, their accounts and their tokens. */
export const podRows: readonly Attempt[] = [
  passes("a pod as the controller makes it", controller, pod()),
  ...libraryAccounts.map((name) =>
    passes(`a pod of the library as ${name}`, controller, pod({ serviceAccountName: name })),
  ),
  passes("a checkout with the Git credentials", controller, withSecret("git-credentials", "argo-checkout")),
  passes("a notification with the webhook", controller, withSecret("slack-webhook", "argo-notifier")),
  passes("a pod with another Secret of the team", controller, withSecret("maven-settings")),
  passes("a pod that deletes artifacts", controller, deleting(executorImage)),
  passes(
    "a pod with a token for its role in AWS",
    controller,
    pod(
      { volumes: [tokenVolume, tokenFor("sts.amazonaws.com")] },
      { volumeMounts: [{ name: "other-token", mountPath: "/aws" }] },
    ),
  ),
  passes("a pod without a token, by an editor", editor, pod(plain)),

  ...["argo-submitter", "argo-approver"].map((name) =>
    refused("pods", "Pods here run as", `a pod as ${name}`, controller, pod({ serviceAccountName: name })),
  ),
  ...libraryAccounts.map((name) =>
    refused(
      "pods",
      "Pods here run as",
      `a pod as ${name} by an editor`,
      editor,
      pod({ ...plain, serviceAccountName: name }),
    ),
  ),
  refused(
    "pods",
    "Only argo-checkout may use",
    "the Git credentials in a pod of user code",
    controller,
    withSecret("git-credentials"),
  ),
  refused(
    "pods",
    "Only argo-notifier may use",
    "the webhook in a pod of user code",
    controller,
    withSecret("slack-webhook"),
  ),
  refused(
    "pods",
    "Only argo-notifier may use",
    "the webhook in the environment of user code",
    controller,
    pod({}, { env: [{ name: "T", valueFrom: { secretKeyRef: { name: "slack-webhook", key: "url" } } }] }),
  ),
  refused(
    "pods",
    "Only argo-checkout may use",
    "the Git credentials in an image build",
    controller,
    withSecret("git-credentials", "argo-builder"),
  ),
  ...["argo-workflow", "argo-builder", "argo-checkout"].map((account) =>
    refused(
      "pods",
      `A pod may not read the Secret ${pullSecret}`,
      `the login of the registry in a pod as ${account}`,
      controller,
      withSecret(pullSecret, account),
    ),
  ),
  refused(
    "pods",
    `A pod may not read the Secret ${pullSecret}`,
    "the login of the registry in the environment of a pod",
    controller,
    pod({}, { envFrom: [{ secretRef: { name: pullSecret } }] }),
  ),
  passes(
    "a pod whose image the node pulls with the login",
    controller,
    pod({ imagePullSecrets: [{ name: pullSecret }] }),
  ),
  ...["argo-builder", "argo-publisher", "argo-signer"].map((name) =>
    refused(
      "pods",
      "A container of user code mounts",
      `the token in the script of ${name}`,
      controller,
      pod({ serviceAccountName: name }, { volumeMounts: tokenMounts }),
    ),
  ),
  refused(
    "pods",
    "A container of user code mounts",
    "another container in a deploy step's pod",
    controller,
    pod({
      serviceAccountName: "argo-deployer",
      automountServiceAccountToken: true,
      containers: [argos("wait"), { name: "main", ...container }, { name: "x", ...container }],
    }),
  ),
  refused(
    "pods",
    "A container of user code mounts",
    "a container that looks like the one that deletes artifacts",
    controller,
    pod({
      initContainers: [
        { name: "main", image: executorImage, args: ["artifact", "delete"], volumeMounts: tokenMounts },
      ],
      containers: [argos("wait"), { name: "x", ...container }],
    }),
  ),
  refused(
    "pods",
    "A mountPath contains two dots",
    "a mount outside of its folder",
    controller,
    pod(
      { volumes: [tokenVolume, { name: "b", emptyDir: {} }] },
      { volumeMounts: [{ name: "b", mountPath: "/../bin" }] },
    ),
  ),
  refused(
    "pods",
    "Pods here run as",
    "a deployer's pod by the platform",
    platform,
    pod({ serviceAccountName: "argo-deployer" }),
  ),
  refused(
    "pods",
    "A pod may not mount the Secret",
    "a login's token in a volume",
    controller,
    pod({
      volumes: [tokenVolume, { name: "t", secret: { secretName: "argo-submitter.service-account-token" } }],
    }),
  ),
  refused(
    "pods",
    "A pod may not mount the Secret",
    "a login's token in the executor's volume",
    controller,
    pod({
      volumes: [{ name: "executor-token", secret: { secretName: "argo-submitter.service-account-token" } }],
    }),
  ),
  refused(
    "pods",
    "A pod may not mount the Secret",
    "a rotated login's token in a volume",
    controller,
    pod({
      volumes: [
        tokenVolume,
        { name: "t", secret: { secretName: "argo-submitter.v2.service-account-token" } },
      ],
    }),
  ),
  refused(
    "pods",
    "A pod may not mount the Secret",
    "a token in the environment",
    controller,
    pod(
      {},
      {
        env: [
          {
            name: "T",
            valueFrom: { secretKeyRef: { name: "argo-submitter.service-account-token", key: "token" } },
          },
        ],
      },
    ),
  ),
  refused(
    "pods",
    "A pod may not mount the Secret",
    "all of a token in the environment",
    controller,
    pod({}, { envFrom: [{ secretRef: { name: "argo-submitter.service-account-token" } }] }),
  ),
  refused(
    "pods",
    "A pod may not mount the Secret",
    "a token in a volume of several sources",
    controller,
    pod({
      volumes: [
        tokenVolume,
        { name: "t", projected: { sources: [{ secret: { name: "argo-submitter.service-account-token" } }] } },
      ],
    }),
  ),
  ...(
    [
      ["user code", pod({}, { volumeMounts: tokenMounts })],
      [
        "user code that takes it by another name",
        pod({ volumes: [tokenVolume, tokenFor()] }, { volumeMounts: otherMount }),
      ],
      [
        "user code that takes it for the API server",
        pod(
          { volumes: [tokenVolume, tokenFor("https://kubernetes.default.svc")] },
          { volumeMounts: otherMount },
        ),
      ],
      ["user code of a pod that asks for it", pod({ ...plain, ...automounted })],
      [
        "a sidecar",
        pod({ containers: [argos("wait"), { name: "s", ...container, volumeMounts: tokenMounts }] }),
      ],
      [
        "an init container",
        pod({ initContainers: [{ name: "prepare", ...container, volumeMounts: tokenMounts }] }),
      ],
      [
        "a container that only has Argo's name",
        pod({ containers: [argos("wait", { image: container.image }), { name: "main", ...container }] }),
      ],
      [
        "a container that only has Argo's image",
        pod({ containers: [argos("wait", { command: ["sh", "-c"] }), { name: "main", ...container }] }),
      ],
      ["a deleting pod with another image", deleting(container.image)],
      ["a deleting pod with a command", deleting(executorImage, ["sh"])],
    ] as const
  ).map(([where, request]) =>
    refused("pods", "A container of user code mounts", `the pod's token in ${where}`, controller, request),
  ),
  passes(
    "a pod with the tolerations of the environment, of Kubernetes and of its own resources",
    controller,
    pod(
      {
        tolerations: [
          { key: "example.com/pool", operator: "Equal", value: "workflows", effect: "NoSchedule" },
          {
            key: "node.kubernetes.io/not-ready",
            operator: "Exists",
            effect: "NoExecute",
            tolerationSeconds: 300,
          },
          { key: "example.com/gpu", operator: "Exists", effect: "NoSchedule" },
        ],
      },
      { resources: { limits: { "example.com/gpu": 1 } } },
    ),
  ),
  passes(
    "a pod that is choosier about its nodes",
    controller,
    pod({ nodeSelector: { ...workflowNodes, a: "b" } }),
  ),
  passes("a pod that deletes artifacts anywhere", controller, deleting(executorImage, undefined, {})),
  ...(
    [
      ["every taint", { tolerations: [{ operator: "Exists" }] }],
      ["another taint", { tolerations: [{ key: "example.com/argo", operator: "Exists" }] }],
      [
        "every value of a taint",
        { tolerations: [{ key: "example.com/pool", operator: "Exists", effect: "NoSchedule" }] },
      ],
      [
        "every effect of a taint",
        { tolerations: [{ key: "example.com/pool", operator: "Equal", value: "workflows" }] },
      ],
    ] as const
  ).map(([what, spec]) =>
    refused("pods", "A pod here tolerates only", `a pod that tolerates ${what}`, controller, pod(spec)),
  ),
  refused(
    "pods",
    "A pod here tolerates only",
    "a pod that names its node",
    editor,
    pod({ ...plain, nodeName: "node-1" }),
  ),
  ...(
    [
      ["no nodes", undefined],
      ["other nodes", { "example.com/pool": "argo" }],
    ] as const
  ).map(([which, nodeSelector]) =>
    refused(
      "pods",
      "Pods here run on nodes with",
      `a pod that selects ${which}`,
      controller,
      pod({ nodeSelector }),
    ),
  ),
  ...(["podAffinity", "podAntiAffinity"] as const).flatMap((kind) => [
    passes(
      `a pod with ${kind} to pods of its namespace`,
      controller,
      pod({
        affinity: {
          [kind]: {
            ...required({ namespaces: [team] }),
            ...preferred({}),
          },
        },
      }),
    ),
    ...(
      [
        ["another namespace", { namespaces: [team, "team-frontend"] }],
        ["every namespace", { namespaceSelector: {} }],
        ["chosen namespaces", { namespaceSelector: { matchLabels: { a: "b" } } }],
      ] as const
    ).flatMap(([whose, term]) => [
      refused(
        "pods",
        "A podAffinity or podAntiAffinity term",
        `a pod with ${kind} to pods of ${whose}`,
        controller,
        pod({ affinity: { [kind]: required(term) } }),
      ),
      refused(
        "pods",
        "A podAffinity or podAntiAffinity term",
        `a pod that prefers ${kind} to pods of ${whose}`,
        editor,
        pod({ ...plain, affinity: { [kind]: preferred(term) } }),
      ),
    ]),
  ]),
  passes(
    "a pod that is spread over nodes",
    controller,
    pod({
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
      ],
    }),
  ),
  passes(
    "a deploy step with the environment's affinity",
    controller,
    pod({ serviceAccountName: "argo-deployer", affinity: spotFirst }),
  ),
  ...(
    [
      ["nodes of its caller's choice", "argo-deployer", { nodeSelector: { ...workflowNodes, a: "b" } }],
      ["a caller's affinity", "argo-deployer", { affinity: { podAffinity: {} } }],
      ["a caller's affinity, and installs a chart", "argo-installer", { affinity: { nodeAffinity: {} } }],
    ] as const
  ).map(([what, serviceAccountName, spec]) =>
    refused(
      "pods",
      "A deploy step runs on the nodes",
      `a deploy step with ${what}`,
      controller,
      pod({ serviceAccountName, ...spec }),
    ),
  ),
  refused("pods", "Only the controller creates pods with", "a pod with a token by an editor", editor, pod()),
];
