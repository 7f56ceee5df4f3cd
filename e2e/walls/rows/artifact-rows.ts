import { type Attempt, passes, refused } from "../attempt";
import { platform } from "../caller";
import { container, cronWorkflow, editor, ownStep, ownTask, ownTemplate, team } from "../objects";

type Fields = Readonly<Record<string, unknown>>;
const foreign = { s3: { key: "artifacts/team-data/x" } };

const places = [
  [
    "an input",
    (artifact: Fields) => ownTemplate({ container, inputs: { artifacts: [artifact] } }),
    "An input or output",
  ],
  [
    "an output",
    (artifact: Fields) => ownTemplate({ container, outputs: { artifacts: [artifact] } }),
    "An input or output",
  ],
  [
    "an inline template",
    (artifact: Fields) => ownStep({ inline: { container, inputs: { artifacts: [artifact] } } }),
    "An input or output",
  ],
  [
    "a step's argument",
    (artifact: Fields) => ownStep({ template: "main", arguments: { artifacts: [artifact] } }),
    "An artifact that a step",
  ],
  [
    "a task's argument",
    (artifact: Fields) => ownTask({ template: "main", arguments: { artifacts: [artifact] } }),
    "An artifact that a step",
  ],
  [
    "a step's hook",
    (artifact: Fields) =>
      ownStep({
        template: "main",
        hooks: { exit: { template: "main", arguments: { artifacts: [artifact] } } },
      }),
    "An artifact that a step",
  ],
  [
    "the workflow's hook",
    (artifact: Fields) =>
      ownTemplate(
        { container },
        { hooks: { exit: { template: "main", arguments: { artifacts: [artifact] } } } },
      ),
    "An artifact that a step",
  ],
  [
    "a task of an inline template",
    (artifact: Fields) =>
      ownStep({
        inline: { dag: { tasks: [{ name: "t", template: "main", arguments: { artifacts: [artifact] } }] } },
      }),
    "An artifact that a step",
  ],
  [
    "the archive of a template",
    ({ s3 }: Fields) => ownTemplate({ container, archiveLocation: { s3 } }),
    "A template archives",
  ],
] as const;

/** Artifacts of other namespaces in a team's own templates and schedules. */
export const artifactRows: readonly Attempt[] = [
  passes(
    "own artifacts, locks, accounts and metadata",
    editor,
    ownTemplate(
      {
        container,
        inputs: { artifacts: [{ name: "a", path: "/a", s3: { key: `artifacts/${team}/a` } }] },
        outputs: {
          artifacts: [
            { name: "b", path: "/b", s3: { key: "artifacts/{{workflow.namespace}}/{{workflow.name}}/b" } },
          ],
        },
        synchronization: { mutexes: [{ name: "one" }] },
        serviceAccountName: "argo-workflow",
        metadata: { labels: { a: "b" } },
      },
      { serviceAccountName: "argo-workflow", artifactGC: { strategy: "Never" }, onExit: "main" },
    ),
  ),
  passes(
    "an artifact from the step before",
    editor,
    ownStep({
      template: "main",
      arguments: { artifacts: [{ name: "a", from: "{{steps.a.outputs.artifacts.b}}" }] },
    }),
  ),
  ...places.map(([where, request, sentence]) =>
    refused(
      "artifacts",
      sentence,
      `another namespace's artifact in ${where}`,
      editor,
      request({ name: "a", path: "/a", ...foreign }),
    ),
  ),
  refused(
    "artifacts",
    "artifactRepositoryRef",
    "another artifact repository in a template",
    editor,
    ownTemplate({ container }, { artifactRepositoryRef: { configMap: "other" } }),
  ),
  refused(
    "artifacts",
    "An input or output",
    "another role in a schedule",
    platform,
    cronWorkflow({
      entrypoint: "main",
      templates: [
        {
          name: "main",
          container,
          inputs: {
            artifacts: [{ name: "a", path: "/a", s3: { key: `artifacts/${team}/a`, roleARN: "arn:x" } }],
          },
        },
      ],
    }),
  ),
];
