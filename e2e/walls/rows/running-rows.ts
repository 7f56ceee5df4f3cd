import { type Attempt, passes, refused } from "../attempt";
import { platform } from "../caller";
import { change, controller, editor, pathOf, submission, submitter } from "../objects";

const waiting = pathOf.workflow("waiting");
const gated = pathOf.workflow("gated");
const compressed = pathOf.workflow("compressed");

/** What people change of a workflow that exists: its specification, labels and status. */
export const runningRows: readonly Attempt[] = [
  passes("stop", submitter, change(waiting, { spec: { shutdown: "Stop" } })),
  passes("suspend", submitter, change(waiting, { spec: { suspend: true } })),
  passes("stop of a deployment", submitter, change(gated, { spec: { shutdown: "Stop" } })),
  passes("suspend of a deployment, by the platform", platform, change(gated, { spec: { suspend: true } })),
  ...(["gated", "called"] as const).map((name) =>
    refused(
      "running-workflows",
      "A workflow that deploys can't be suspended",
      `suspend of a workflow that ${name === "gated" ? "deploys" : "calls a deploy template"}`,
      submitter,
      change(pathOf.workflow(name), { spec: { suspend: true } }),
    ),
  ),
  passes(
    "resume of a deployment",
    submitter,
    change(pathOf.workflow("called-suspended"), { spec: { suspend: null } }),
  ),
  passes("stop of a compressed workflow", submitter, change(compressed, { spec: { shutdown: "Stop" } })),
  passes(
    "a resubmit",
    submitter,
    submission({}, {}, { labels: { "workflows.argoproj.io/resubmitted-from-workflow": "failed" } }),
  ),
  passes(
    "who acted last",
    submitter,
    change(waiting, { metadata: { labels: { "workflows.argoproj.io/actor": "bob" } } }),
  ),
  passes(
    "finalizers, by the platform",
    platform,
    change(waiting, { metadata: { finalizers: ["example.com/keep"] } }),
  ),
  ...(
    [
      ["an owner", { ownerReferences: [{ apiVersion: "v1", kind: "ConfigMap", name: "x", uid: "x" }] }],
      ["a finalizer", { finalizers: ["example.com/keep"] }],
    ] as const
  ).map(([name, metadata]) =>
    refused(
      "running-workflows",
      "The owners and finalizers",
      `${name} of a workflow that runs`,
      submitter,
      change(waiting, { metadata }),
    ),
  ),
  passes(
    "progress, by the controller",
    controller,
    change(waiting, { status: { phase: "Succeeded", nodes: {} } }),
  ),
  ...(
    [
      ["another template", { spec: { workflowTemplateRef: { name: "deploy-kubernetes" } } }],
      ["another entrypoint", { spec: { entrypoint: "rollout" } }],
      ["another service account", { spec: { serviceAccountName: "argo-deployer" } }],
      ["a longer deadline", { spec: { activeDeadlineSeconds: 99_999 } }],
    ] as const
  ).map(([name, body]) =>
    refused(
      "running-workflows",
      "The specification of",
      `${name} of a workflow that runs`,
      submitter,
      change(waiting, body),
    ),
  ),
  refused(
    "running-workflows",
    "The specification of",
    "another template, by the platform",
    platform,
    change(waiting, { spec: { workflowTemplateRef: { name: "deploy-kubernetes" } } }),
  ),
  refused(
    "running-workflows",
    "The arguments of",
    "other arguments of a workflow that runs",
    submitter,
    change(waiting, { spec: { arguments: { parameters: [{ name: "subject", value: "api 2.0.0" }] } } }),
  ),
  ...(
    [
      ["who started it", { labels: { "workflows.argoproj.io/creator": "bob" } }],
      ["a person's mark", { labels: { "aws-argo-infra/user": "bob" } }],
      ["its completion", { labels: { "workflows.argoproj.io/completed": "true" } }],
      ["Argo's own annotations", { annotations: { "workflows.argoproj.io/pod-name-format": "v1" } }],
    ] as const
  ).map(([name, metadata]) =>
    refused(
      "running-workflows",
      "The labels of",
      `${name}, changed later`,
      submitter,
      change(waiting, { metadata }),
    ),
  ),
  ...(
    [
      ["stored parts of templates", { storedTemplates: { "cluster/approval/main": { name: "main" } } }],
      ["compressed steps", { compressedNodes: "AAAA" }],
      ["offloaded steps", { offloadNodeStatusVersion: "fnv:1" }],
      ["the artifact repository", { artifactRepositoryRef: { default: true } }],
      ["outputs of the workflow", { outputs: { result: "x" } }],
      ["locks", { synchronization: { mutex: { holding: [] } } }],
    ] as const
  ).map(([name, status]) =>
    refused(
      "running-workflows",
      "This part of a workflow's status",
      `${name}, changed later`,
      submitter,
      change(waiting, { status }),
    ),
  ),
  refused(
    "running-workflows",
    "This part of a workflow's status",
    "a compressed workflow that loses its steps",
    editor,
    change(compressed, { status: { compressedNodes: null } }),
  ),
  refused(
    "running-workflows",
    "The status of a workflow",
    "the phase of a workflow that runs",
    submitter,
    change(waiting, { status: { phase: "Succeeded" } }),
  ),
  refused(
    "running-workflows",
    "The template that a workflow runs",
    "the stored template",
    submitter,
    change(waiting, { status: { storedWorkflowTemplateSpec: { serviceAccountName: "argo-deployer" } } }),
  ),
  refused(
    "running-workflows",
    "The template that a workflow runs",
    "the stored arguments",
    submitter,
    change(waiting, { status: { storedWorkflowTemplateSpec: { arguments: null } } }),
  ),
];
