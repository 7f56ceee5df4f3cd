import { userOf } from "../../../constructs/argo/guard/callers";
import { type Attempt, passes, refused } from "../attempt";
import { person, platform } from "../caller";
import {
  account,
  argos,
  change,
  container,
  controller,
  editor,
  executor,
  executorImage,
  ofPod,
  ownPod,
  pathOf,
  pod,
  server,
  taskResult,
  team,
  tokenMounts,
  tokenVolume,
} from "../objects";

const image = (name: string) => pod({}, { image: name });
const own = `${account}.dkr.ecr.eu-central-1.amazonaws.com/backend/api:1.4.2`;
const foreign = "frontend/web:1.4.0";
const hosts = [
  `${account}.dkr.ecr.eu-central-1.amazonaws.com`,
  `${account}.dkr.ecr.us-east-1.amazonaws.com`,
  `${account}.dkr.ecr-fips.us-east-1.amazonaws.com`,
  `${account}.dkr-ecr.eu-central-1.on.aws`,
  `${account}.dkr-ecr-fips.us-east-1.on.aws`,
  `${account}.dkr.ecr.eu-central-1.amazonaws.com:443`,
  `${account}.DKR.ecr.eu-central-1.amazonaws.com`,
  `${account}.dkr.ecr.cn-north-1.amazonaws.com.cn`,
] as const;
const lookInto = (reference: string) =>
  change(`${pathOf.pod("running")}/ephemeralcontainers`, {
    spec: { ephemeralContainers: [{ name: "debug", image: reference }] },
  });
const digest = `@sha256:${"a".repeat(64)}`;

/** A token of the pod for a reader other than the API server. */
const tokenFor = (audience?: string) => ({
  name: "other-token",
  projected: { sources: [{ serviceAccountToken: { path: "token", ...(audience && { audience }) } }] },
});
/** Kubernetes adds a token volume and its mounts where the account or the pod asks for it. */
const automounted = { automountServiceAccountToken: true, volumes: [] };
const plain = { initContainers: [], containers: [{ name: "main", ...container }], volumes: [] };
const otherMount = [{ name: "other-token", mountPath: "/token" }];
const deleting = (image: string, command?: string[]) =>
  pod({
    ...automounted,
    initContainers: [],
    containers: [{ name: "main", image, ...(command && { command }), args: ["artifact", "delete"] }],
  });

/** Pods of a workflow namespace, and what they report. */
export const podRows: readonly Attempt[] = [
  passes("a pod as the controller makes it", controller, pod()),
  passes("a deploy step's pod", controller, pod({ serviceAccountName: "argo-deployer" })),
  passes("a pod with the team's own image", controller, image(own)),
  passes(
    "the team's own image by digest, from another region",
    controller,
    image(own.replace("eu-central-1", "eu-west-1").replace(":1.4.2", digest)),
  ),
  passes("an image of another registry", controller, image("public.ecr.aws/docker/library/alpine:3.22")),
  passes("another account's image", controller, image(own.replace(account, "999999999999"))),
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

  ...hosts.map((host) =>
    refused(
      "images",
      "A container or an image volume",
      `another team's image from ${host.slice(12)}`,
      controller,
      image(`${host}/${foreign}`),
    ),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image by digest",
    controller,
    image(`${hosts[0]}/frontend/web${digest}`),
  ),
  refused(
    "images",
    "A container or an image volume",
    "a repository that begins alike",
    controller,
    image(`${hosts[0]}/backend/api-2:1`),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image to start with",
    controller,
    pod({ initContainers: [{ name: "init", image: `${hosts[0]}/${foreign}` }] }),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image as a volume",
    controller,
    pod({ volumes: [tokenVolume, { name: "i", image: { reference: `${hosts[0]}/${foreign}` } }] }),
  ),

  refused(
    "images",
    "A container or an image volume",
    "another team's image in a sidecar",
    controller,
    pod({
      containers: [
        { name: "main", image: own },
        { name: "side", image: `${hosts[0]}/${foreign}` },
      ],
    }),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image in a pod that runs",
    editor,
    change(pathOf.pod("running"), {
      spec: { containers: [{ name: "main", image: `${hosts[0]}/${foreign}`, command: ["true"] }] },
    }),
  ),
  refused(
    "images",
    "A container or an image volume",
    "another team's image to look into a pod",
    editor,
    lookInto(`${hosts[0]}/${foreign}`),
  ),
  passes("the team's own image to look into a pod", editor, lookInto(own)),
  refused(
    "images",
    "An image is named by its digest alone",
    "an image by its digest alone",
    controller,
    image(`sha256:${"a".repeat(64)}`),
  ),

  ...["argo-submitter", "argo-backstage"].map((name) =>
    refused("pods", "Pods here run as", `a pod as ${name}`, controller, pod({ serviceAccountName: name })),
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
    "a deployer's pod by an editor",
    editor,
    pod({ serviceAccountName: "argo-deployer" }),
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
  refused("pods", "Only the controller creates pods with", "a pod with a token by an editor", editor, pod()),

  passes(
    "a result of its own step",
    executor,
    taskResult({
      parameters: [{ name: "image", value: "a@sha256:b" }],
      artifacts: [{ name: "main-logs", s3: { key: `artifacts/${team}/build-x1/2026/11/28/p/main.log` } }],
    }),
  ),
  passes("a result of a deploy step", ofPod("build-x1-rollout-1234567890", "argo-deployer"), taskResult({})),
  passes(
    "a result of a workflow with a single step",
    ofPod("build-x1"),
    taskResult({}, { name: "build-x1" }),
  ),
  passes("a result by the controller", controller, taskResult({})),
  ...(
    [
      ["another pod's step", ofPod("build-x1-maven-9999999999"), taskResult({})],
      ["another workflow", ofPod("test-1-maven-1234567890"), taskResult({})],
      ["a workflow whose name begins alike", ofPod("build-x12-maven-1234567890"), taskResult({})],
      ["another workflow with a single step", ofPod("test-1"), taskResult({}, { name: "build-x1" })],
      ["a workflow that is named like a step", ofPod("build-x1-1234567890"), taskResult({})],
      ["its whole workflow", executor, taskResult({}, { name: "build-x1" })],
      [
        "a step under a longer name of the workflow",
        executor,
        taskResult({}, { name: "build-x1-maven-1234567890" }),
      ],
    ] as const
  ).map(([whose, as, request]) =>
    refused("results", "A task result belongs to another pod", `a result for ${whose}`, as, request),
  ),
  ...(
    [
      ["a token that isn't bound to a pod", person(userOf(team, "argo-workflow"))],
      ["a person", editor],
      ["the platform", platform],
      ["another namespace's pod of the same name", ofPod(ownPod, "argo-workflow", "team-data")],
    ] as const
  ).map(([who, as]) =>
    refused("results", "A task result is reported", `a result by ${who}`, as, taskResult({})),
  ),
  refused(
    "results",
    "A task result must have",
    "a result without its workflow",
    executor,
    taskResult({}, { labels: {} }),
  ),
  refused(
    "results",
    "A task result must have",
    "a result named after another workflow",
    executor,
    taskResult({}, { name: "release-1" }),
  ),
  refused(
    "results",
    "A task result names an artifact",
    "a result that names another namespace's artifact",
    executor,
    taskResult({ artifacts: [{ name: "a", s3: { key: "artifacts/team-data/x" } }] }),
  ),
  refused(
    "results",
    "A task result names an artifact",
    "a result that names another role",
    executor,
    taskResult({ artifacts: [{ name: "a", s3: { key: `artifacts/${team}/x`, roleARN: "arn:x" } }] }),
  ),
  refused(
    "results",
    "An output contains",
    "an expression as an output",
    executor,
    taskResult({ parameters: [{ name: "stamp", value: "{{=1}}" }] }),
  ),
  refused(
    "results",
    "An output contains",
    "an expression as a result",
    executor,
    taskResult({ result: "{{=1}}" }),
  ),

  ...(
    [
      ["where artifacts are", { name: "artifact-repositories" }],
      [
        "a second artifact repository",
        { name: "other", annotations: { "workflows.argoproj.io/default-artifact-repository": "s3" } },
      ],
    ] as const
  ).map(([name, metadata]) =>
    refused("config-maps", "Only the platform sets", name, editor, configMap(metadata)),
  ),
  refused(
    "config-maps",
    "Only the controller writes",
    "what steps are said to have put out",
    editor,
    configMap({ name: "cache", labels: { "workflows.argoproj.io/configmap-type": "Cache" } }),
  ),
  refused(
    "config-maps",
    "Only the controller writes",
    "what steps have put out, changed",
    editor,
    change(pathOf.configMap("cached"), { data: { one: "{}", two: "{}" } }),
  ),
  passes(
    "what steps have put out, by the controller",
    controller,
    change(pathOf.configMap("cached"), { data: { two: "{}" } }),
  ),
  passes("where artifacts are, by the platform", platform, configMap({ name: "artifact-repositories" })),
  passes(
    "parameters in a ConfigMap",
    editor,
    configMap({ name: "p", labels: { "workflows.argoproj.io/configmap-type": "Parameter" } }),
  ),
  refused(
    "config-maps",
    "A ConfigMap with parameters contains",
    "an expression in a ConfigMap with parameters",
    editor,
    {
      ...configMap({ name: "p", labels: { "workflows.argoproj.io/configmap-type": "Parameter" } }),
      body: {
        ...configMap({ name: "p", labels: { "workflows.argoproj.io/configmap-type": "Parameter" } }).body,
        data: { revision: "{{=1}}" },
      },
    },
  ),
  refused(
    "config-maps",
    "Only the controller writes",
    "a ConfigMap that becomes what steps have put out",
    editor,
    change(pathOf.configMap("limits"), {
      metadata: { labels: { "workflows.argoproj.io/configmap-type": "Cache" } },
    }),
  ),
  passes(
    "a semaphore's limit, by an editor of the namespace",
    editor,
    change(pathOf.configMap("limits"), { data: { builds: "3" } }),
  ),
  passes("a ConfigMap of an application", editor, configMap({ name: "plain" })),

  passes("the key of session cookies, by Argo's server", server, secret({ name: "sso" })),
  refused(
    "server-secrets",
    "Argo's server creates",
    "another Secret by Argo's server",
    server,
    secret({ name: "other" }),
  ),
  refused(
    "server-secrets",
    "Argo's server creates",
    "a token of an account by Argo's server",
    server,
    secret(
      { name: "sso", annotations: { "kubernetes.io/service-account.name": "default" } },
      "kubernetes.io/service-account-token",
    ),
  ),
  refused(
    "server-secrets",
    "Argo's server creates",
    "a Secret of any name by Argo's server",
    server,
    secret({ generateName: "sso" }),
  ),
  passes("a Secret in argo by somebody else", person("external-secrets"), secret({ name: "other" })),
];

function configMap(metadata: object) {
  return {
    method: "POST" as const,
    path: `/api/v1/namespaces/${team}/configmaps`,
    body: { apiVersion: "v1", kind: "ConfigMap", metadata: { namespace: team, ...metadata } },
  };
}

function secret(metadata: object, type = "Opaque") {
  return {
    method: "POST" as const,
    path: "/api/v1/namespaces/argo/secrets",
    body: { apiVersion: "v1", kind: "Secret", metadata: { namespace: "argo", ...metadata }, type },
  };
}
