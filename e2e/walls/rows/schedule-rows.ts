import { type Attempt, passes, refused } from "../attempt";
import { person, platform } from "../caller";
import { change, controller, cronWorkflow, editor, pathOf, submission, submitter, team } from "../objects";

/** As Kubernetes itself, which takes its own finalizers away. */
const garbageCollector = person("system:serviceaccount:kube-system:generic-garbage-collector");
const owner = (kind: string, name: string) => ({
  apiVersion: kind === "CronWorkflow" ? "argoproj.io/v1alpha1" : "v1",
  kind,
  name,
  uid: "00000000-0000-4000-8000-000000000000",
  controller: true,
  blockOwnerDeletion: true,
});
const now = "2026-11-28T02:00:00Z";

/** Schedules, which the platform creates, and objects and limits that no person sets. */
export const scheduleRows: readonly Attempt[] = [
  refused(
    "schedules",
    "Only the platform creates",
    "a schedule by an editor of the namespace",
    editor,
    cronWorkflow({ workflowTemplateRef: { name: "own" } }),
  ),
  refused(
    "schedules",
    "Only the platform creates",
    "a schedule by a member",
    submitter,
    cronWorkflow({ workflowTemplateRef: { name: "own" } }),
  ),
  passes("a schedule by the platform", platform, {
    ...cronWorkflow({ workflowTemplateRef: { name: "own" } }),
    body: {
      ...(cronWorkflow({ workflowTemplateRef: { name: "own" } }).body as object),
      metadata: { name: "weekly", namespace: team },
    },
  }),
  refused(
    "controller-objects",
    "Only the controller writes",
    "an order to Argo's agent",
    editor,
    taskSet("workflowtasksets", "WorkflowTaskSet"),
  ),
  refused(
    "controller-objects",
    "Only the controller writes",
    "an order to delete artifacts",
    submitter,
    taskSet("workflowartifactgctasks", "WorkflowArtifactGCTask"),
  ),
  passes(
    "a schedule turned off by a member",
    submitter,
    change(pathOf.cron("nightly"), { spec: { suspend: true } }),
  ),
  passes(
    "a schedule that runs now, started by a member",
    submitter,
    submission(
      {},
      {},
      {
        generateName: "nightly-",
        labels: { "workflows.argoproj.io/cron-workflow": "nightly" },
        annotations: { "workflows.argoproj.io/scheduled-time": now },
        ownerReferences: [owner("CronWorkflow", "nightly")],
      },
    ),
  ),
  ...(
    [
      ["a ConfigMap", owner("ConfigMap", "nightly")],
      ["a schedule that it isn't a run of", owner("CronWorkflow", "weekly")],
      ["a kind of another API", { ...owner("CronWorkflow", "nightly"), apiVersion: "example.com/v1" }],
    ] as const
  ).map(([what, reference]) =>
    refused(
      "new-workflows",
      "Only the schedule that a new workflow",
      `a new workflow that belongs to ${what}`,
      submitter,
      submission(
        {},
        {},
        {
          labels: { "workflows.argoproj.io/cron-workflow": "nightly" },
          ownerReferences: [reference],
        },
      ),
    ),
  ),
  refused(
    "new-workflows",
    "A workflow may not have the name of a schedule",
    "a workflow with the name of a schedule",
    submitter,
    submission({}, {}, { generateName: undefined, name: "nightly" }),
  ),
  passes(
    "a workflow whose name begins like that of a schedule",
    submitter,
    submission({}, {}, { generateName: undefined, name: "nightly-again" }),
  ),
  passes(
    "a schedule's run, by the controller",
    controller,
    submission(
      {},
      {},
      {
        generateName: undefined,
        name: "nightly-1795831200",
        labels: { "workflows.argoproj.io/cron-workflow": "nightly" },
        annotations: { "workflows.argoproj.io/scheduled-time": now },
        ownerReferences: [owner("CronWorkflow", "nightly")],
      },
    ),
  ),
  refused(
    "schedules",
    "Only suspend of a schedule",
    "another concurrency and other parameters by a member",
    submitter,
    change(pathOf.cron("nightly"), { spec: { suspend: true, concurrencyPolicy: "Replace" } }),
  ),
  refused(
    "schedules",
    "Only suspend of a schedule",
    "a schedule's time changed by a member",
    submitter,
    change(pathOf.cron("nightly"), { spec: { schedules: ["* * * * *"] } }),
  ),
  refused(
    "schedules",
    "Only suspend of a schedule",
    "a schedule's workflow changed by an editor",
    editor,
    change(pathOf.cron("nightly"), { spec: { workflowSpec: { suspend: true } } }),
  ),
  ...(
    [
      ["owner", { ownerReferences: [owner("ConfigMap", "limits")] }],
      ["finalizer", { finalizers: ["example.com/keep"] }],
    ] as const
  ).flatMap(([what, metadata]) => [
    ...(
      [
        ["a member", submitter],
        ["an editor", editor],
      ] as const
    ).map(([who, caller]) =>
      refused(
        "schedules",
        "Only suspend of a schedule",
        `another ${what} of a schedule, by ${who}`,
        caller,
        change(pathOf.cron("nightly"), { metadata }),
      ),
    ),
    passes(
      `another ${what} of a schedule, by the platform`,
      platform,
      change(pathOf.cron("nightly"), { metadata }),
    ),
  ]),
  passes(
    "a schedule's finalizers, by Kubernetes",
    garbageCollector,
    change(pathOf.cron("nightly"), { metadata: { finalizers: ["foregroundDeletion"] } }),
  ),
  passes(
    "a schedule's status, by the controller",
    controller,
    change(pathOf.cron("nightly"), {
      status: {
        phase: "Active",
        active: [],
        conditions: [],
        succeeded: 1,
        failed: 0,
        lastScheduledTime: now,
      },
    }),
  ),
  refused(
    "schedules",
    "Only suspend of a schedule",
    "a schedule's status changed by a member",
    submitter,
    change(pathOf.cron("nightly"), {
      status: {
        phase: "Stopped",
        active: [],
        conditions: [],
        succeeded: 1,
        failed: 0,
        lastScheduledTime: now,
      },
    }),
  ),
];

function taskSet(plural: string, kind: string) {
  return {
    method: "POST" as const,
    path: `/apis/argoproj.io/v1alpha1/namespaces/${team}/${plural}`,
    body: {
      apiVersion: "argoproj.io/v1alpha1",
      kind,
      metadata: { name: "walls", namespace: team },
      spec: {},
    },
  };
}
