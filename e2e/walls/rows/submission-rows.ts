import { type Attempt, passes, refused } from "../attempt";
import { container, controller, editor, marked, portal, submission, submitter, workflow } from "../objects";

const parameter = (value: string) => ({ arguments: { parameters: [{ name: "git-repo", value }] } });

/** What a person, the portal and the controller start. */
export const submissionRows: readonly Attempt[] = [
  passes(
    "a template with arguments, by a member",
    submitter,
    submission(parameter("https://git.example.com/a")),
  ),
  passes(
    "a template with arguments, by the portal",
    portal,
    submission(parameter("https://git.example.com/a"), {}, marked),
  ),
  passes(
    "times that a client never set",
    submitter,
    submission({}, { status: { startedAt: null, finishedAt: null } }),
  ),
  passes("a workflow of a schedule, by the controller", controller, submission()),
  passes(
    "a shorter deadline and an earlier end",
    submitter,
    submission({ activeDeadlineSeconds: 60, ttlStrategy: { secondsAfterSuccess: 60 } }),
  ),
  passes("a suspended start", submitter, submission({ suspend: true })),

  refused(
    "submissions",
    "A workflow of your own",
    "a workflow without a template",
    submitter,
    workflow({ suspend: true }),
  ),
  refused(
    "submissions",
    "A workflow of your own",
    "the same by an editor of the namespace",
    editor,
    workflow({ suspend: true }),
  ),
  refused(
    "submissions",
    "A submission gives arguments only",
    "another entrypoint",
    submitter,
    submission({ entrypoint: "fetch" }),
  ),
  refused(
    "submissions",
    "A submission gives arguments only",
    "templates next to the reference",
    submitter,
    submission({ templates: [{ name: "main", container }] }),
  ),
  refused(
    "submissions",
    "A submission gives arguments only",
    "an exit handler",
    submitter,
    submission({ onExit: "main" }),
  ),
  refused(
    "submissions",
    "A submission gives arguments only",
    "a security context",
    submitter,
    submission({ securityContext: { runAsUser: 0 } }),
  ),
  refused(
    "submissions",
    "A submission gives arguments only",
    "volumes",
    submitter,
    submission({ volumes: [{ name: "v", emptyDir: {} }] }),
  ),
  refused(
    "submissions",
    "A submission gives arguments only",
    "pods that stay",
    submitter,
    submission({ podGC: { strategy: "OnWorkflowSuccess" } }),
  ),
  refused(
    "submissions",
    "A submission gives arguments only",
    "artifacts deleted with the run",
    submitter,
    submission({ artifactGC: { strategy: "OnWorkflowCompletion" } }),
  ),
  refused(
    "submissions",
    "An annotation contains",
    "an expression in an annotation",
    submitter,
    submission({}, {}, { annotations: { note: "{{=1}}" } }),
  ),

  refused(
    "limits",
    "A priority above 0",
    "a place before the others",
    submitter,
    submission({ priority: 1 }),
  ),
  refused(
    "limits",
    "activeDeadlineSeconds must be",
    "a longer run",
    submitter,
    submission({ activeDeadlineSeconds: 14_401 }),
  ),
  refused(
    "limits",
    "ttlStrategy keeps",
    "a longer stay",
    submitter,
    submission({ ttlStrategy: { secondsAfterFailure: 86_401 } }),
  ),

  refused(
    "new-workflows",
    "A new workflow has no status",
    "a stored template of one's own",
    submitter,
    submission({}, { status: { storedWorkflowTemplateSpec: { entrypoint: "main" } } }),
  ),
  refused(
    "new-workflows",
    "A new workflow has no status",
    "a phase of one's own",
    submitter,
    submission({}, { status: { phase: "Running" } }),
  ),
  refused(
    "new-workflows",
    "A new workflow has no status",
    "nodes of one's own, as a memoized resubmit has",
    submitter,
    submission({}, { status: { nodes: { a: { id: "a", name: "a", type: "Pod" } } } }),
  ),
  refused(
    "new-workflows",
    "A new workflow has no status",
    "another artifact repository",
    editor,
    submission({}, { status: { artifactRepositoryRef: { default: true } } }),
  ),
  refused(
    "new-workflows",
    "Only the controller sets finalizers",
    "a workflow that nobody can delete",
    submitter,
    submission({}, {}, { finalizers: ["example.com/keep"] }),
  ),
  refused(
    "new-workflows",
    "Only the controller sets the labels",
    "a workflow that is called finished",
    submitter,
    submission({}, {}, { labels: { "workflows.argoproj.io/completed": "true" } }),
  ),
  refused(
    "new-workflows",
    "Only the controller sets the labels",
    "a workflow that waits to be archived",
    submitter,
    submission({}, {}, { labels: { "workflows.argoproj.io/workflow-archiving-status": "Pending" } }),
  ),
  passes("a workflow with a name of one's own", submitter, submission({}, {}, { name: "release-2026" })),
  refused(
    "new-workflows",
    "A workflow's name may not end",
    "a workflow that is named like a step of another",
    submitter,
    submission({}, {}, { name: "release-1-ask-1234567890" }),
  ),
];
