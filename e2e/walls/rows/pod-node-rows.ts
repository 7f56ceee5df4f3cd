import { spotFirst } from "../../../config/values/workflow-nodes";
import { type Attempt, passes, refused } from "../attempt";
import { ownNodes, ownTaint, teamWithNodes, workflowNodes } from "../full-environment";
import { controller, deletingPod, editor, executorImage, pod, podWithoutToken, team } from "../objects";

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

/** A pod on the nodes of the team that has its own, in some team's namespace. */
const onOwnNodes = (namespace: string, spec: object = {}) =>
  pod({ nodeSelector: ownNodes, tolerations: [{ ...ownTaint, operator: "Exists" }], ...spec }, {}, namespace);

/** The nodes of pods in a workflow namespace. */
export const podNodeRows: readonly Attempt[] = [
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
  passes("a pod of a team with nodes of its own", controller, onOwnNodes(teamWithNodes)),
  passes(
    "a deploy step of a team with nodes of its own",
    controller,
    onOwnNodes(teamWithNodes, { serviceAccountName: "argo-deployer" }),
  ),
  refused(
    "pods",
    "A pod here tolerates only",
    "a pod that tolerates the taint of another team's nodes",
    controller,
    onOwnNodes(team, { nodeSelector: { ...workflowNodes, ...ownNodes } }),
  ),
  refused(
    "pods",
    "A pod here tolerates only",
    "a pod that tolerates the common taint in a team with nodes of its own",
    controller,
    onOwnNodes(teamWithNodes, {
      tolerations: [{ key: "example.com/pool", operator: "Equal", value: "workflows", effect: "NoSchedule" }],
    }),
  ),
  refused(
    "pods",
    "Pods here run on nodes with example.com/gpu=true",
    "a pod on the common nodes in a team with nodes of its own",
    controller,
    onOwnNodes(teamWithNodes, { nodeSelector: workflowNodes, tolerations: [] }),
  ),
  refused(
    "pods",
    "Pods here run on nodes with example.com/pool=workflows",
    "a pod on another team's nodes",
    controller,
    onOwnNodes(team, { tolerations: [] }),
  ),
  refused(
    "pods",
    "A deploy step runs on the nodes",
    "a deploy step on more labels than its team's",
    controller,
    onOwnNodes(teamWithNodes, { serviceAccountName: "argo-deployer", nodeSelector: { ...ownNodes, a: "b" } }),
  ),
  passes(
    "a pod that is choosier about its nodes",
    controller,
    pod({ nodeSelector: { ...workflowNodes, a: "b" } }),
  ),
  passes("a pod that deletes artifacts anywhere", controller, deletingPod(executorImage, undefined, {})),
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
    pod({ ...podWithoutToken, nodeName: "node-1" }),
  ),
  ...(
    [
      ["no nodes", undefined],
      ["other nodes", { "example.com/pool": "argo" }],
    ] as const
  ).map(([which, nodeSelector]) =>
    refused(
      "pods",
      "Pods here run on nodes with example.com/pool=workflows",
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
        pod({ ...podWithoutToken, affinity: { [kind]: preferred(term) } }),
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
];
