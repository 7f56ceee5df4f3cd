import { workflowTemplates } from "../../../constructs/argo/template-library";
import { type Attempt, passes, refused } from "../attempt";
import { container, submission, submitter } from "../objects";
import { teamTemplates } from "../team-templates";

type Fields = Readonly<Record<string, unknown>>;

interface Part extends Fields {
  readonly name: string;
}

/** What is to be stored in a new workflow, as clients send it. */
const stored = (templates: Readonly<Record<string, Fields>>) =>
  submission({}, { status: { storedTemplates: templates } });

/** A part of a library template. */
function part(template: string, name: string): Part {
  const found = workflowTemplates().find(({ metadata }) => metadata.name === template);
  const one = (found?.spec as { templates: Part[] } | undefined)?.templates.find(
    (each) => each.name === name,
  );
  if (one === undefined) throw new Error(`the library has no ${template}/${name}`);
  return one;
}

/** Argo writes out what is empty. */
const written = (template: Fields): Fields => ({ inputs: {}, outputs: {}, metadata: {}, ...template });

const change = (template: string, name: string, more: (one: Part) => Fields) => {
  const one = part(template, name);
  return { [`cluster/${template}/${name}`]: written({ ...one, ...more(one) }) };
};

const script = (one: Part) => one["script"] as Fields;
const steps = (one: Part) => one["steps"] as Fields[][];
const own = teamTemplates[0].spec.templates;

/** The templates that a new workflow says it was checked with. */
export const storedRows: readonly Attempt[] = [
  passes(
    "what Argo's server read of the library while it checked the workflow",
    submitter,
    stored({
      ...change("checkout", "main", () => ({})),
      ...change("approval", "ask", () => ({})),
      ...change("deploy-kubernetes", "rollout", () => ({})),
    }),
  ),
  passes(
    "what Argo's server read of the team's templates",
    submitter,
    stored({
      "namespaced/report/main": written(own[0]),
      "namespaced/report/write": written({
        ...own[1],
        metadata: { labels: { part: "report" } },
        container: { ...own[1].container, name: "", resources: {} },
      }),
      "namespaced/report/inline/check": written({ container: { name: "", ...container, resources: {} } }),
    }),
  ),

  ...(
    [
      ["an approval that nobody is asked for", change("approval", "ask", () => ({ suspend: {} }))],
      ["an approval that is a container", change("approval", "ask", () => ({ suspend: null, container }))],
      [
        "an answer by default",
        change("approval", "ask", () => ({
          outputs: { parameters: [{ name: "decision", value: "approved" }] },
        })),
      ],
      [
        "a check that is left out",
        change("deploy-kubernetes", "main", (one) => ({ steps: steps(one).slice(1) })),
      ],
      [
        "a check that never runs",
        change("deploy-kubernetes", "main", (one) => ({
          steps: steps(one).map((group) => group.map((step) => ({ ...step, when: "false" }))),
        })),
      ],
      [
        "a step with other arguments",
        change("deploy-kubernetes", "main", (one) => ({
          steps: steps(one).map((group) => group.map((step) => ({ ...step, arguments: {} }))),
        })),
      ],
      [
        "another script",
        change("deploy-kubernetes", "rollout", (one) => ({ script: { ...script(one), source: "true" } })),
      ],
      [
        "another image",
        change("deploy-kubernetes", "rollout", (one) => ({
          script: { ...script(one), image: container.image },
        })),
      ],
      [
        "another environment",
        change("deploy-kubernetes", "rollout", (one) => ({
          script: { ...script(one), env: [{ name: "PATH", value: "/tmp" }] },
        })),
      ],
      ["a container as well", change("deploy-kubernetes", "rollout", () => ({ container }))],
      [
        "a container beforehand",
        change("deploy-kubernetes", "rollout", () => ({ initContainers: [{ name: "i", ...container }] })),
      ],
      [
        "a longer wait for its pod",
        change("deploy-kubernetes", "rollout", () => ({ pendingTimeout: "720h" })),
      ],
      ["another lock", change("deploy-kubernetes", "locked", () => ({ synchronization: { mutexes: [] } }))],
      ["another account", change("checkout", "fetch", () => ({ serviceAccountName: "argo-deployer" }))],
      ["a token", change("checkout", "fetch", () => ({ automountServiceAccountToken: true }))],
      ["a rewritten pod", change("checkout", "fetch", () => ({ podSpecPatch: "{}" }))],
      [
        "labels for its pod",
        change("checkout", "fetch", () => ({ metadata: { labels: { "example.com/team": "data" } } })),
      ],
      [
        "a name that the library doesn't have",
        { "cluster/checkout/other": written({ name: "other", container }) },
      ],
      ["an inline template", { "cluster/checkout/inline/other": written({ container }) }],
    ] as const
  ).map(([what, templates]) =>
    refused(
      "stored-library-templates",
      "A stored template of a new workflow is not the library's",
      `a stored template of the library with ${what}`,
      submitter,
      stored(templates),
    ),
  ),
  refused(
    "new-workflows",
    "A stored template of a new workflow is of no known",
    "a stored template that is of no template of the library",
    submitter,
    stored({ "cluster/other/main": written({ name: "main", container }) }),
  ),
  refused(
    "new-workflows",
    "A stored template of a new workflow is of no known",
    "a stored template of another kind",
    submitter,
    stored({ "local/own/main": written({ name: "main", container }) }),
  ),
  ...(
    [
      [
        "another command",
        { "namespaced/report/write": { ...own[1], container: { ...container, args: ["x"] } } },
      ],
      [
        "a call of the library",
        {
          "namespaced/report/main": {
            ...own[0],
            steps: [
              [
                {
                  name: "deploy",
                  templateRef: { name: "checkout", template: "main", clusterScope: true },
                },
              ],
            ],
          },
        },
      ],
      ["another inline template", { "namespaced/report/inline/check": { container: { image: "evil" } } }],
      ["a name that it doesn't have", { "namespaced/report/other": { name: "other", container } }],
      [
        "another hook",
        {
          "namespaced/report/main": {
            ...own[0],
            steps: own[0].steps.map((group) =>
              group.map((step) => ({ ...step, hooks: { exit: { template: "write" } } })),
            ),
          },
        },
      ],
    ] as const
  ).map(([what, templates]) =>
    refused(
      "stored-team-templates",
      "A stored template of a new workflow is not the namespace's",
      `a stored template of the team with ${what}`,
      submitter,
      stored(templates as Readonly<Record<string, Fields>>),
    ),
  ),

  passes(
    "a stored template of one that is gone, as the team may write it",
    submitter,
    stored({ "namespaced/gone/main": written({ name: "main", container }) }),
  ),
  ...(
    [
      ["accounts", "A workflow names a service account", { container, serviceAccountName: "argo-deployer" }],
      ["patches", "podSpecPatch is not allowed", { container, podSpecPatch: "{}" }],
      ["known-fields", "A field of a template is not allowed", { resource: { action: "get" } }],
      [
        "artifacts",
        "An input or output artifact",
        {
          container,
          inputs: { artifacts: [{ name: "a", path: "/a", s3: { key: "artifacts/team-data/x" } }] },
        },
      ],
      [
        "locks",
        "A lock names another namespace",
        { container, synchronization: { mutexes: [{ name: "a", namespace: "team-data" }] } },
      ],
      [
        "library-calls",
        "A step or task calls a part of a library template",
        {
          steps: [[{ name: "a", templateRef: { name: "checkout", template: "fetch", clusterScope: true } }]],
        },
      ],
    ] as const
  ).map(([policy, sentence, template]) =>
    refused(
      policy,
      sentence,
      `a stored template of one that is gone, which ${policy} refuses to the team`,
      submitter,
      stored({ "namespaced/gone/main": written({ name: "main", ...template }) }),
    ),
  ),
];
