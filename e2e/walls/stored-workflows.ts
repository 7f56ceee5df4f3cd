import type { KubernetesObject } from "../lab/kubernetes-api";
import { team } from "./objects";

const labels = { "workflows.argoproj.io/creator": "ann", "aws-argo-infra/user": "ann" };
const spec = {
  workflowTemplateRef: { name: "approval", clusterScope: true },
  arguments: { parameters: [{ name: "subject", value: "api 1.4.2" }] },
};
const stored = { entrypoint: "main", arguments: spec.arguments, templates: [{ name: "main", suspend: {} }] };
const time = "2026-11-28T01:00:00Z";
const node = (id: string, type: string, phase: string, more = {}) => ({
  [id]: { id, name: id, displayName: id, type, phase, startedAt: time, ...more },
});

const question = (id: string, template: string) =>
  node(id, "Suspend", "Running", {
    templateName: "ask",
    templateScope: `cluster/${template}`,
    inputs: {
      parameters: [{ name: "decision", value: "expired", enum: ["approved", "declined", "expired"] }],
    },
    outputs: {
      parameters: ["decision", "approver", "reason"].map((name) => ({
        name,
        valueFrom: { supplied: {}, default: name === "decision" ? "expired" : "" },
      })),
    },
  });

/**
 * Workflows of the team: one waits for an answer, one for the approval of a target, once each started by a person and
 * by Backstage, one failed behind an approval, one is compressed.
 */
export const workflows: readonly KubernetesObject[] = [
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: { name: "waiting", namespace: team, labels },
    spec,
    status: {
      phase: "Running",
      startedAt: time,
      storedWorkflowTemplateSpec: stored,
      storedTemplates: { "cluster/approval/ask": { name: "ask", suspend: {} } },
      nodes: {
        ...node("waiting", "Steps", "Running", { children: ["waiting-1", "waiting-2"] }),
        ...node("waiting-1", "Pod", "Succeeded", { outputs: { result: "built" }, finishedAt: time }),
        ...node("waiting-2", "Suspend", "Running", {
          inputs: {
            parameters: [
              { name: "decision", value: "expired", enum: ["approved", "declined", "expired"] },
              { name: "reason", value: "" },
            ],
          },
          outputs: {
            parameters: [
              { name: "decision", valueFrom: { supplied: {}, default: "expired" } },
              { name: "fixed", value: "given" },
            ],
          },
        }),
        ...node("waiting-3", "Suspend", "Running", {
          templateName: "judge",
          templateScope: "cluster/approval",
        }),
        ...node("waiting-4", "Suspend", "Running", {
          inputs: { parameters: [{ name: "duration", value: "60" }] },
          templateName: "main",
          templateScope: "local/waiting",
        }),
        ...node("waiting-6", "Suspend", "Running", {
          templateRef: { name: "validate-parameters", template: "main", clusterScope: true },
          templateScope: "cluster/deploy-kubernetes",
        }),
        ...node("waiting-7", "Suspend", "Running", { templateName: "judge", templateScope: "local/waiting" }),
        ...node("waiting-5", "Suspend", "Running", {
          inputs: { parameters: [{ name: "decision", value: "expired" }] },
          outputs: { parameters: [{ name: "decision", value: "declined" }] },
        }),
      },
    },
  },
  ...(
    [
      [
        "gated",
        {
          "workflows.argoproj.io/creator": "00u1ann",
          "workflows.argoproj.io/creator-email": "ann.at.example.com",
        },
      ],
      [
        "gated-by-portal",
        {
          "workflows.argoproj.io/creator": "system-serviceaccount-argo-argo-backstage",
          "aws-argo-infra/user": "ann.at.example.com",
        },
      ],
    ] as const
  ).map(([name, gatedLabels]) => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: { name, namespace: team, labels: gatedLabels },
    spec: { workflowTemplateRef: { name: "deploy-kubernetes", clusterScope: true } },
    status: {
      phase: "Running",
      startedAt: time,
      storedWorkflowTemplateSpec: stored,
      nodes: { ...question("demanded", "gate"), ...question("asked", "approval") },
    },
  })),
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: {
      name: "failed",
      namespace: team,
      labels: {
        ...labels,
        "workflows.argoproj.io/completed": "true",
        "workflows.argoproj.io/phase": "Failed",
      },
    },
    spec,
    status: {
      phase: "Failed",
      message: "child failed",
      startedAt: time,
      finishedAt: time,
      storedWorkflowTemplateSpec: { ...stored, shutdown: "Stop" },
      conditions: [{ type: "Completed", status: "True" }],
      persistentVolumeClaims: [{ name: "work", persistentVolumeClaim: { claimName: "failed-work" } }],
      nodes: {
        ...node("failed", "Steps", "Failed", { children: ["failed-1", "failed-2"], finishedAt: time }),
        ...node("failed-1", "Suspend", "Succeeded", {
          children: ["failed-3"],
          finishedAt: time,
          outputs: { parameters: [{ name: "decision", value: "approved" }] },
        }),
        ...node("failed-2", "Pod", "Succeeded", { finishedAt: time }),
        ...node("failed-3", "Pod", "Failed", { finishedAt: time, message: "exit code 1" }),
        ...node("failed-4", "Suspend", "Error", {
          finishedAt: time,
          inputs: { parameters: [{ name: "decision", value: "declined" }] },
        }),
        ...node("failed-5", "Steps", "Succeeded", {
          templateRef: { name: "gate", template: "main", clusterScope: true },
          templateScope: "cluster/deploy-kubernetes",
          finishedAt: time,
        }),
        ...node("failed-6", "StepGroup", "Succeeded", { templateScope: "cluster/gate", finishedAt: time }),
        ...node("failed-7", "Steps", "Failed", {
          templateName: "question",
          templateScope: "cluster/gate",
          finishedAt: time,
        }),
        ...node("failed-8", "StepGroup", "Succeeded", {
          templateScope: "cluster/approval",
          finishedAt: time,
        }),
      },
    },
  },
  ...[true, false].map((suspend) => ({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: { name: suspend ? "called-suspended" : "called", namespace: team, labels },
    spec: { workflowTemplateRef: { name: "own" }, ...(suspend && { suspend }) },
    status: {
      phase: "Running",
      startedAt: time,
      storedWorkflowTemplateSpec: stored,
      storedTemplates: { "cluster/deploy-helm/main": { name: "main", steps: [] } },
      nodes: node("called", "Steps", "Running"),
    },
  })),
  {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Workflow",
    metadata: { name: "compressed", namespace: team, labels },
    spec,
    status: {
      phase: "Running",
      startedAt: time,
      compressedNodes: "H4sIAAAA",
      storedWorkflowTemplateSpec: stored,
    },
  },
];
