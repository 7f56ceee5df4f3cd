import { userOf } from "../../../constructs/argo/guard/callers";
import { type Attempt, passes, refused } from "../attempt";
import { person, platform } from "../caller";
import { controller, editor, executor, ofPod, ownPod, taskResult, team } from "../objects";

const cacheWriter = ofPod(ownPod, "argo-cache-writer");
/** A cache of dependencies in the bucket of `environments/production.yaml`. */
const cached = (s3: Record<string, string>) =>
  taskResult({
    artifacts: [
      {
        name: "cache",
        path: "/tmp/cache.tgz",
        archive: { none: {} },
        s3: {
          bucket: "production-argo-artifacts-333333333333",
          endpoint: "s3.eu-central-1.amazonaws.com",
          region: "eu-central-1",
          key: `caches/${team}/maven/a.tgz`,
          useSDKCreds: true,
          ...s3,
        },
      },
    ],
  });

const deletedBy = (serviceAccountName: string | undefined) =>
  taskResult({
    artifacts: [
      {
        name: "a",
        s3: { key: `artifacts/${team}/x` },
        artifactGC: { strategy: "OnWorkflowDeletion", ...(serviceAccountName && { serviceAccountName }) },
      },
    ],
  });

/** What pods report. */
export const resultRows: readonly Attempt[] = [
  passes(
    "a result of its own step",
    executor,
    taskResult({
      parameters: [{ name: "image", value: "a@sha256:b" }],
      artifacts: [{ name: "main-logs", s3: { key: `artifacts/${team}/build-x1/2026/11/28/p/main.log` } }],
    }),
  ),
  passes("a result of a deploy step", ofPod("build-x1-1234567890", "argo-deployer"), taskResult({})),
  passes(
    "a result of a workflow with a single step",
    ofPod("build-x1"),
    taskResult({}, { name: "build-x1" }),
  ),
  passes("a result of a step that writes a cache", cacheWriter, cached({})),
  ...(
    [
      ["a cache by user code", executor, {}],
      ["another namespace's cache", cacheWriter, { key: "caches/team-data/maven/a.tgz" }],
      ["an artifact as a cache", cacheWriter, { key: `artifacts/${team}/x` }],
      ["a cache in another bucket", cacheWriter, { bucket: "other" }],
      ["a cache in another store", cacheWriter, { endpoint: "s3.example.com" }],
      ["a cache by another role", cacheWriter, { roleARN: "arn:x" }],
    ] as const
  ).map(([name, as, s3]) =>
    refused("results", "A task result names an artifact", `a result that names ${name}`, as, cached(s3)),
  ),
  passes("a result by the controller", controller, taskResult({})),
  ...(
    [
      ["another pod's step", ofPod("build-x1-9999999999"), taskResult({})],
      ["another workflow", ofPod("test-1-1234567890"), taskResult({})],
      ["a workflow whose name begins alike", ofPod("build-x12-1234567890"), taskResult({})],
      ["a workflow whose name is longer", ofPod("build-x1-more-1234567890"), taskResult({})],
      ["a workflow whose name is shorter", ofPod("build-1234567890"), taskResult({})],
      ["another workflow with a single step", ofPod("test-1"), taskResult({}, { name: "build-x1" })],
      [
        "a part of its workflow's name",
        executor,
        taskResult({}, { labels: { "workflows.argoproj.io/workflow": "build" } }),
      ],
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
  ...(["argo-signer", "argo-deployer"] as const).map((account) =>
    refused(
      "results",
      "Artifacts are deleted",
      `a result whose artifact ${account} deletes`,
      executor,
      deletedBy(account),
    ),
  ),
  passes("a result whose artifact the team's own account deletes", executor, deletedBy("argo-workflow")),
  passes("a result whose artifact is deleted with the run", executor, deletedBy(undefined)),
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
];
