import { type Attempt, passes, refused } from "../attempt";
import { platform } from "../caller";
import {
  container,
  cronWorkflow,
  editor,
  eventBinding,
  ownStep,
  ownTemplate,
  submission,
  submitter,
} from "../objects";

type Fields = Readonly<Record<string, unknown>>;
const account = { serviceAccountName: "argo-deployer" };
const hostAliases = [{ ip: "10.0.0.9", hostnames: ["example.com"] }];
const podNames = (format: string) => ({ "workflows.argoproj.io/pod-name-format": format });
const metrics = { prometheus: [{ name: "builds", help: "Builds", counter: { value: "1" } }] };
const lock = (more: Fields) => ({ synchronization: more });

/** Fields that a team's own templates may have, no matter who applies them. */
export const knownFieldRows: readonly Attempt[] = [
  ...(
    [
      ["the node's network", { hostNetwork: true }],
      ["names of hosts for every pod", { hostAliases }],
      ["a name server for every pod", { dnsPolicy: "None", dnsConfig: { nameservers: ["10.0.0.9"] } }],
      ["another way to look up names for every pod", { dnsPolicy: "Default" }],
      ["search domains for every pod", { dnsConfig: { searches: ["example.com"] } }],
      ["another account of the executor, for the whole workflow", { executor: account }],
      ["another scheduler for the whole workflow", { schedulerName: "mine" }],
      ["another priority for the whole workflow", { podPriorityClassName: "system-node-critical" }],
      ["devices for the whole workflow", { resourceClaims: [{ name: "a", resourceClaimName: "b" }] }],
      ["metrics of the whole workflow", { metrics }],
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
      ["metrics of a step", { container, metrics }],
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
    "metrics of an inline template",
    editor,
    ownStep({ inline: { container, metrics } }),
  ),
  refused(
    "known-fields",
    "templateDefaults may have only",
    "metrics of every template",
    editor,
    ownTemplate({ container }, { templateDefaults: { metrics } }),
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
  passes(
    "a resubmit with the controller's annotation",
    submitter,
    submission({}, {}, { annotations: podNames("v1") }),
  ),
  ...(
    [
      ["a workflow", submitter, submission({}, {}, { annotations: podNames("v2") })],
      [
        "a template",
        editor,
        ownTemplate({ container }, { workflowMetadata: { annotations: podNames("v2") } }),
      ],
      [
        "a schedule",
        platform,
        cronWorkflow(
          { entrypoint: "main", templates: [{ name: "main", container }] },
          { workflowMetadata: { annotations: podNames("v2") } },
        ),
      ],
      [
        "an event binding",
        editor,
        eventBinding({ workflowTemplateRef: { name: "own" }, metadata: { annotations: podNames("v2") } }),
      ],
    ] as const
  ).map(([what, as, request]) =>
    refused(
      "known-fields",
      "Only the controller says how pods are named",
      `other names of pods, by ${what}`,
      as,
      request,
    ),
  ),
  passes(
    "labels and annotations of a template's pods",
    editor,
    ownTemplate({
      container,
      metadata: {
        labels: { part: "report" },
        annotations: {
          "example.com/owner": "{{inputs.parameters.owner}}",
          "workflows.argoproj.io/progress": "0/100",
          "workflows.argoproj.io/kill-cmd-db": '["kill", "1"]',
        },
      },
    }),
  ),
  ...(
    [
      ["another workflow", { labels: { "workflows.argoproj.io/workflow": "release-1" } }],
      ["another step", { annotations: { "workflows.argoproj.io/node-name": "release-1[1].sign" } }],
      ["another step's number", { annotations: { "workflows.argoproj.io/node-id": "release-1-1234567890" } }],
      ["what is computed", { annotations: { "{{inputs.parameters.key}}": "release-1" } }],
    ] as const
  ).map(([what, metadata]) =>
    refused(
      "known-fields",
      "Labels and annotations in a template's metadata",
      `a template whose pods say that they belong to ${what}`,
      editor,
      ownTemplate({ container, metadata }),
    ),
  ),
  refused(
    "known-fields",
    "workflowMetadata.labelsFrom",
    "labels that are computed",
    editor,
    ownTemplate({ container }, { workflowMetadata: { labelsFrom: { a: { expression: "1" } } } }),
  ),
];
