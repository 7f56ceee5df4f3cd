import { type Attempt, passes, refused } from "../attempt";
import {
  argos,
  container,
  controller,
  deletingPod,
  editor,
  executorImage,
  pod,
  podWithoutToken,
  tokenMounts,
  tokenVolume,
} from "../objects";

/** A token of the pod for a reader other than the API server. */
const tokenFor = (audience?: string) => ({
  name: "other-token",
  projected: { sources: [{ serviceAccountToken: { path: "token", ...(audience && { audience }) } }] },
});
const otherMount = [{ name: "other-token", mountPath: "/token" }];

/** The tokens of pods in a workflow namespace, and the containers that may have one. */
export const podTokenRows: readonly Attempt[] = [
  passes("a pod that deletes artifacts", controller, deletingPod(executorImage)),
  passes(
    "a pod with a token for its role in AWS",
    controller,
    pod(
      { volumes: [tokenVolume, tokenFor("sts.amazonaws.com")] },
      { volumeMounts: [{ name: "other-token", mountPath: "/aws" }] },
    ),
  ),
  passes("a pod without a token, by an editor", editor, pod(podWithoutToken)),
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
      [
        "user code of a pod that asks for it",
        pod({ ...podWithoutToken, automountServiceAccountToken: true }),
      ],
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
      ["a deleting pod with another image", deletingPod(container.image)],
      ["a deleting pod with a command", deletingPod(executorImage, ["sh"])],
    ] as const
  ).map(([where, request]) =>
    refused("pods", "A container of user code mounts", `the pod's token in ${where}`, controller, request),
  ),
  refused("pods", "Only the controller creates pods with", "a pod with a token by an editor", editor, pod()),
];
