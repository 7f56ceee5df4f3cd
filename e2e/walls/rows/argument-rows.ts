import { type Attempt, passes, refused } from "../attempt";
import { platform } from "../caller";
import { cronWorkflow, editor, eventBinding, marked, portal, submission, submitter, team } from "../objects";

const parameter = (value: string) => ({ arguments: { parameters: [{ name: "git-repo", value }] } });
const artifact = (more: object) => ({ arguments: { artifacts: [{ name: "image", ...more }] } });
const fromConfigMap = (name: string) => ({
  arguments: { parameters: [{ name, valueFrom: { configMapKeyRef: { name: "settings", key: name } } }] },
});
const deployment = { workflowTemplateRef: { name: "deploy-kubernetes", clusterScope: true } };

/** The parameters and artifacts that a submission, a schedule or an event gives. */
export const argumentRows: readonly Attempt[] = [
  passes(
    "an artifact below the namespace's prefix",
    submitter,
    submission(artifact({ s3: { key: `artifacts/${team}/images/api.tar` } })),
  ),
  passes("an artifact with raw data", submitter, submission(artifact({ raw: { data: "a: 1" } }))),

  refused(
    "expressions",
    "The value of a parameter",
    "an expression in a value",
    submitter,
    submission(parameter("{{=1 + 1}}")),
  ),
  refused(
    "expressions",
    "The value of a parameter",
    "an expression in a description",
    portal,
    submission(
      { arguments: { parameters: [{ name: "git-repo", value: "a", description: "{{x}}" }] } },
      {},
      marked,
    ),
  ),
  refused(
    "expressions",
    "The value of a parameter",
    "an expression in a schedule's value",
    platform,
    cronWorkflow({ ...parameter("{{=1}}"), workflowTemplateRef: { name: "checkout", clusterScope: true } }),
  ),
  refused(
    "expressions",
    "The value of a parameter",
    "an expression in an event's value",
    editor,
    eventBinding({ workflowTemplateRef: { name: "own" }, ...parameter("{{=1}}") }),
  ),
  passes(
    "a value from an event",
    editor,
    eventBinding({
      workflowTemplateRef: { name: "own" },
      arguments: { parameters: [{ name: "git-repo", valueFrom: { event: "payload.repository" } }] },
    }),
  ),
  refused(
    "expressions",
    "The valueFrom of a parameter",
    "a value that is computed",
    submitter,
    submission({ arguments: { parameters: [{ name: "git-repo", valueFrom: { expression: "1" } }] } }),
  ),
  passes("a value from a ConfigMap", submitter, submission(fromConfigMap("git-repo"))),
  refused(
    "expressions",
    "A run of a template that deploys or signs",
    "a value from a ConfigMap in a deployment",
    submitter,
    submission({ ...deployment, ...fromConfigMap("image") }),
  ),
  refused(
    "expressions",
    "A run of a template that deploys or signs",
    "a value from a ConfigMap in a scheduled deployment",
    platform,
    cronWorkflow({ ...deployment, ...fromConfigMap("image") }),
  ),
  refused(
    "expressions",
    "A run of a template that deploys or signs",
    "a value from a ConfigMap in a deployment by an event",
    editor,
    eventBinding({ ...deployment, ...fromConfigMap("image") }),
  ),
  passes("a deployment with values", submitter, submission({ ...deployment, ...parameter("a") })),
  passes(
    "a value from an event in a deployment",
    editor,
    eventBinding({
      ...deployment,
      arguments: { parameters: [{ name: "image", valueFrom: { event: "payload.image" } }] },
    }),
  ),
  refused(
    "expressions",
    "An artifact among the arguments contains",
    "an expression in an artifact's key",
    submitter,
    submission(artifact({ s3: { key: `artifacts/${team}/{{=1}}` } })),
  ),
  refused(
    "expressions",
    "An artifact among the arguments contains",
    "an artifact that is computed",
    submitter,
    submission(artifact({ fromExpression: "1" })),
  ),

  ...(
    [
      ["another namespace's artifact", { s3: { key: "artifacts/team-data/nightly.parquet" } }],
      ["an artifact above the prefix", { s3: { key: `artifacts/${team}/../team-data/x` } }],
      ["a namespace that begins alike", { s3: { key: `artifacts/${team}-2/x` } }],
      ["another bucket", { s3: { key: `artifacts/${team}/x`, bucket: "other" } }],
      ["another endpoint", { s3: { key: `artifacts/${team}/x`, endpoint: "s3.example.com" } }],
      ["another role", { s3: { key: `artifacts/${team}/x`, roleARN: "arn:aws:iam::333333333333:role/x" } }],
      ["other credentials", { s3: { key: `artifacts/${team}/x`, accessKeySecret: { name: "a", key: "b" } } }],
      ["an address on the web", { http: { url: "http://169.254.169.254/" } }],
      ["a Git repository", { git: { repo: "https://git.example.com/a" } }],
      ["another kind of store", { gcs: { key: "a" } }],
    ] as const
  ).map(([name, location]) =>
    refused("artifacts", "An artifact among the arguments", name, submitter, submission(artifact(location))),
  ),
  refused(
    "artifacts",
    "An artifact among the arguments",
    "another namespace's artifact by an event",
    editor,
    eventBinding({
      workflowTemplateRef: { name: "own" },
      ...artifact({ s3: { key: "artifacts/team-data/x" } }),
    }),
  ),
  refused(
    "artifacts",
    "An artifact among the arguments",
    "another namespace's artifact by a schedule",
    platform,
    cronWorkflow({
      workflowTemplateRef: { name: "checkout", clusterScope: true },
      ...artifact({ s3: { key: "artifacts/team-data/x" } }),
    }),
  ),
];
