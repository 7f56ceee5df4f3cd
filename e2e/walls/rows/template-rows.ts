import { executorTokenPatch } from "../../../config/executor-token";
import { type Attempt, passes, refused } from "../attempt";
import { platform } from "../caller";
import {
  container,
  cronWorkflow,
  editor,
  ownStep,
  ownTask,
  ownTemplate,
  submission,
  submitter,
  team,
} from "../objects";

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

const call = (name: string, template: string) => ({ templateRef: { name, template, clusterScope: true } });
const calls = (entry: Fields) =>
  [
    ["a step", ownStep(entry)],
    ["a task", ownTask(entry)],
    ["a hook", ownStep({ template: "main", hooks: { exit: entry } })],
    ["the workflow's hook", ownTemplate({ container }, { hooks: { exit: entry } })],
    ["an inline template", ownTask({ inline: { steps: [[{ name: "s", ...entry }]] } })],
  ] as const;

const everywhere = (template: Fields) =>
  [
    ["a template", ownTemplate({ container, ...template })],
    ["the specification", ownTemplate({ container }, template)],
    ["an inline template", ownStep({ inline: { container, ...template } })],
    ["an inline task", ownTask({ inline: { container, ...template } })],
  ] as const;

const account = { serviceAccountName: "argo-deployer" };
const patch = { podSpecPatch: "{}" };
const hostAliases = [{ ip: "10.0.0.9", hostnames: ["example.com"] }];
const lock = (more: Fields) => ({ synchronization: more });

/** What a team's own templates, schedules and workflows may say, no matter who applies them. */
export const templateRows: readonly Attempt[] = [
  passes(
    "a team's template that calls the library from its entry",
    editor,
    ownStep({
      ...call("checkout", "main"),
      arguments: { parameters: [{ name: "git-repo", value: "{{inputs.parameters.repo}}" }] },
    }),
  ),
  passes(
    "a team's template that calls its own",
    editor,
    ownStep({ templateRef: { name: "others", template: "anything" } }),
  ),
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

  ...everywhere(account).map(([where, request]) =>
    refused("accounts", "A workflow names a service account", `another account in ${where}`, editor, request),
  ),
  refused(
    "accounts",
    "A workflow names a service account",
    "an account that a parameter chooses",
    editor,
    ownTemplate({ container, serviceAccountName: "{{inputs.parameters.account}}" }),
  ),
  refused(
    "accounts",
    "A workflow names a service account",
    "another account in a schedule, by the platform",
    platform,
    cronWorkflow({ workflowTemplateRef: { name: "own" }, ...account }),
  ),
  refused(
    "accounts",
    "Artifacts are deleted by",
    "another account that deletes",
    editor,
    ownTemplate({
      container,
      outputs: {
        artifacts: [{ name: "a", path: "/a", artifactGC: { strategy: "OnWorkflowDeletion", ...account } }],
      },
    }),
  ),
  refused(
    "accounts",
    "Artifacts are deleted by",
    "another account that deletes, for the whole workflow",
    editor,
    ownTemplate({ container }, { artifactGC: account }),
  ),
  ...everywhere({ automountServiceAccountToken: true }).map(([where, request]) =>
    refused("accounts", "automountServiceAccountToken", `a token for user code in ${where}`, editor, request),
  ),
  refused(
    "accounts",
    "automountServiceAccountToken",
    "no token for Argo's containers",
    editor,
    ownTemplate({ container, automountServiceAccountToken: false }),
  ),

  ...everywhere(patch).map(([where, request]) =>
    refused("patches", "podSpecPatch is not allowed", `a rewritten pod in ${where}`, editor, request),
  ),
  passes(
    "the controller's own default, as it is in a workflow without a template",
    editor,
    ownTemplate({ container }, { podSpecPatch: executorTokenPatch }),
  ),
  refused(
    "patches",
    "podSpecPatch is not allowed",
    "the controller's default in a template, where it is added to",
    editor,
    ownTemplate({ container, podSpecPatch: executorTokenPatch }),
  ),
  refused(
    "patches",
    "artifactGC may only",
    "a rewritten deleting pod",
    editor,
    ownTemplate({ container }, { artifactGC: { podSpecPatch: "{}" } }),
  ),

  ...calls(call("deploy-kubernetes", "rollout")).map(([where, request]) =>
    refused(
      "library-calls",
      "A step or task calls",
      `a library's inner part called by ${where}`,
      editor,
      request,
    ),
  ),
  ...calls(call("ci-secure-build", "main")).map(([where, request]) =>
    refused(
      "library-calls",
      "A target of the team demands",
      `a template that signs, called by ${where}`,
      editor,
      request,
    ),
  ),
  refused(
    "library-calls",
    "A step or task calls",
    "a library's part that a parameter chooses",
    editor,
    ownStep(call("deploy-kubernetes", "{{inputs.parameters.part}}")),
  ),

  ...everywhere(lock({ mutexes: [{ name: "a", namespace: "team-data" }] })).map(([where, request]) =>
    refused(
      "locks",
      "A lock names another namespace",
      `another namespace's lock in ${where}`,
      editor,
      request,
    ),
  ),
  refused(
    "locks",
    "A lock names another namespace",
    "another namespace's semaphore",
    editor,
    ownTemplate({
      container,
      ...lock({ semaphores: [{ namespace: "team-data", configMapKeyRef: { name: "a", key: "b" } }] }),
    }),
  ),

  ...(
    [
      ["the node's network", { hostNetwork: true }],
      ["names of hosts for every pod", { hostAliases }],
      ["a name server for every pod", { dnsPolicy: "None", dnsConfig: { nameservers: ["10.0.0.9"] } }],
      ["another way to look up names for every pod", { dnsPolicy: "Default" }],
      ["search domains for every pod", { dnsConfig: { searches: ["example.com"] } }],
    ] as const
  ).map(([name, spec]) =>
    refused(
      "known-fields",
      "A field of the workflow's specification",
      name,
      editor,
      ownTemplate({ container }, spec),
    ),
  ),
  refused(
    "known-fields",
    "A field of the workflow's specification",
    "names of hosts for every pod of a schedule, by the platform",
    platform,
    cronWorkflow({ workflowTemplateRef: { name: "own" }, hostAliases }),
  ),
  passes("names of hosts for a template's own pods", editor, ownTemplate({ container, hostAliases })),
  ...(
    [
      ["a label of every pod", { labels: { a: "b" } }],
      ["an annotation of every pod", { annotations: { "example.com/inject": "true" } }],
    ] as const
  ).map(([name, podMetadata]) =>
    refused(
      "known-fields",
      "podMetadata may have only",
      name,
      editor,
      ownTemplate({ container }, { podMetadata }),
    ),
  ),
  passes(
    "the controller's own annotation, as it is in a workflow without a template",
    editor,
    ownTemplate({ container }, { podMetadata: { annotations: { "karpenter.sh/do-not-disrupt": "true" } } }),
  ),
  ...(
    [
      ["a step that changes resources", { resource: { action: "get", manifest: "{}" } }],
      ["a step that lists artifacts", { data: { source: {}, transformation: [] } }],
      ["a step of Argo's agent", { http: { url: "https://example.com" } }],
      ["another account of the executor", { container, executor: account }],
    ] as const
  ).map(([name, template]) =>
    refused("known-fields", "A field of a template", name, editor, ownTemplate(template)),
  ),
  refused(
    "known-fields",
    "A field of a template",
    "another scheduler",
    editor,
    ownTemplate({ container, schedulerName: "mine" }),
  ),
  refused(
    "known-fields",
    "A field of a template",
    "a field that nobody knows, in an inline template",
    editor,
    ownStep({ inline: { container, newField: true } }),
  ),
  refused(
    "known-fields",
    "A field of a step",
    "a step of an inline template with a field that nobody knows",
    editor,
    ownStep({ inline: { steps: [[{ name: "s", template: "main", newField: true }]] } }),
  ),
  refused(
    "known-fields",
    "An inline template holds",
    "an inline template in an inline template",
    editor,
    ownStep({ inline: { steps: [[{ name: "s", inline: { container } }]] } }),
  ),
  passes(
    "defaults that change when a step runs",
    editor,
    ownTemplate({ container }, { templateDefaults: { retryStrategy: { limit: "2" }, timeout: "10m" } }),
  ),
  ...(
    [
      ["another container", { sidecars: [{ name: "x", ...container }] }],
      ["a container before", { initContainers: [{ name: "x", ...container }] }],
      ["a volume", { volumes: [{ name: "x", emptyDir: {} }] }],
      ["an environment", { script: { env: [{ name: "PATH", value: "/x" }] } }],
      [
        "a cache of results",
        { memoize: { key: "x", maxAge: "1h", cache: { configMap: { name: "x", key: "x" } } } },
      ],
      ["an input", { inputs: { artifacts: [{ name: "a", path: "/a" }] } }],
      ["calls", { steps: [[{ name: "s", template: "main" }]] }],
      ["an account", { serviceAccountName: "argo-workflow" }],
      ["a lock", lock({ mutexes: [{ name: "one" }] })],
      ["an annotation", { metadata: { annotations: { "example.com/inject": "true" } } }],
      ["a user", { securityContext: { runAsUser: 0 } }],
    ] as const
  ).map(([name, templateDefaults]) =>
    refused(
      "known-fields",
      "templateDefaults may have only",
      `${name} as a default of all templates`,
      editor,
      ownTemplate({ container }, { templateDefaults }),
    ),
  ),
  // They reach the library's pods too, but change where and when these run. What the library mounts is its own.
  ...(
    [
      ["where pods run", { nodeSelector: { a: "b" }, tolerations: [{ operator: "Exists" }], affinity: {} }],
      ["when pods and the workflow go", { podGC: { strategy: "OnPodSuccess" }, ttlStrategy: {} }],
      ["volumes for the team's own templates", { volumes: [{ name: "tmp", emptyDir: {} }] }],
      ["credentials for the team's own images", { imagePullSecrets: [{ name: "mine" }] }],
      ["a user for containers that name none", { securityContext: { runAsUser: 1000 } }],
    ] as const
  ).map(([name, spec]) => passes(name, editor, ownTemplate({ container }, spec))),
  ...(
    [
      ["another account of the executor, for the whole workflow", { executor: account }],
      ["another scheduler for the whole workflow", { schedulerName: "mine" }],
      ["another priority for the whole workflow", { podPriorityClassName: "system-node-critical" }],
      ["devices for the whole workflow", { resourceClaims: [{ name: "a", resourceClaimName: "b" }] }],
    ] as const
  ).map(([name, spec]) =>
    refused(
      "known-fields",
      "A field of the workflow's specification",
      name,
      editor,
      ownTemplate({ container }, spec),
    ),
  ),
  refused(
    "known-fields",
    "workflowMetadata.labelsFrom",
    "labels that are computed",
    editor,
    ownTemplate({ container }, { workflowMetadata: { labelsFrom: { a: { expression: "1" } } } }),
  ),

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
  refused(
    "limits",
    "A workflow may not define metrics",
    "metrics of a submitter",
    submitter,
    submission({ metrics: { prometheus: [] } }),
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
