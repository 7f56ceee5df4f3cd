import { executorTokenPatch } from "../../../config/executor-token";
import { type Attempt, passes, refused } from "../attempt";
import { platform } from "../caller";
import { ownNodes } from "../full-environment";
import { container, cronWorkflow, editor, ownStep, ownTask, ownTemplate } from "../objects";

type Fields = Readonly<Record<string, unknown>>;
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
/** The controller's default as Argo evaluates it for a team with these nodes. */
const defaultPatch = (nodes = "") => `${executorTokenPatch.slice(0, -1)}${nodes} }`;
const lock = (more: Fields) => ({ synchronization: more });

/** What a team's own templates and workflows may name: accounts, patches, locks and parts of the library. */
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
    ownTemplate({ container }, { podSpecPatch: defaultPatch() }),
  ),
  refused(
    "patches",
    "podSpecPatch is not allowed",
    "the controller's default with another team's nodes",
    editor,
    ownTemplate({ container }, { podSpecPatch: defaultPatch(`,"nodeSelector":${JSON.stringify(ownNodes)}`) }),
  ),
  refused(
    "patches",
    "podSpecPatch is not allowed",
    "the controller's default in a template, where it is added to",
    editor,
    ownTemplate({ container, podSpecPatch: defaultPatch() }),
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
      ["where pods run", { nodeSelector: { a: "b" }, tolerations: [{ operator: "Exists" }], affinity: {} }],
      ["when pods and the workflow go", { podGC: { strategy: "OnPodSuccess" }, ttlStrategy: {} }],
      ["volumes for the team's own templates", { volumes: [{ name: "tmp", emptyDir: {} }] }],
      ["credentials for the team's own images", { imagePullSecrets: [{ name: "mine" }] }],
      ["a user for containers that name none", { securityContext: { runAsUser: 1000 } }],
    ] as const
  ).map(([name, spec]) => passes(name, editor, ownTemplate({ container }, spec))),
];
