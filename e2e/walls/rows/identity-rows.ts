import { callerAccounts, controlPlaneNamespace, portalAccount } from "../../../config/naming";
import { userOf } from "../../../constructs/argo/guard/callers";
import { type Attempt, passes, refused } from "../attempt";
import { person, platform } from "../caller";
import {
  container,
  controller,
  cronWorkflow,
  editor,
  eventBinding,
  marked,
  ownTemplate,
  portal,
  submission,
  submitter,
  team,
} from "../objects";

const policy = "identity-labels";
const argos = "workflows.argoproj.io/";
const labelled = (labels: Record<string, string>) => submission({}, {}, { labels });
const noted = (annotations: Record<string, string>) => submission({}, {}, { annotations });

/** Who may say which person started a workflow. */
export const identityRows: readonly Attempt[] = [
  passes(
    "a login's own name, by Argo's server",
    submitter,
    labelled({
      [`${argos}creator`]: "0a1b2c",
      [`${argos}creator-email`]: "ann.at.example.com",
      [`${argos}creator-preferred-username`]: "ann",
    }),
  ),
  passes(
    "an administrator's login",
    person(userOf(controlPlaneNamespace, callerAccounts.admin)),
    labelled({ [`${argos}creator-email`]: "ann.at.example.com" }),
  ),
  passes(
    "a resubmit of a run that somebody stopped, after a login",
    submitter,
    labelled({ [`${argos}actor`]: "0a1b2c", [`${argos}resubmitted-from-workflow`]: "failed" }),
  ),
  passes(
    "the person whom a schedule names, by the controller",
    controller,
    labelled({ [`${argos}creator`]: "0a1b2c", [`${argos}creator-email`]: "ann.at.example.com" }),
  ),
  passes("a run of Backstage, marked", portal, submission({}, {}, marked)),
  passes(
    "a run of Backstage, with the account's own name by Argo's server",
    portal,
    submission(
      {},
      {},
      {
        ...marked,
        labels: {
          ...marked.labels,
          [`${argos}creator`]: `system-serviceaccount-argo-${portalAccount(team)}`,
        },
      },
    ),
  ),
  passes(
    "the end of an account's long name",
    person(userOf(team, `robot-${"x".repeat(63)}`)),
    labelled({ [`${argos}creator`]: "x".repeat(63) }),
  ),

  ...["creator", "creator-email", "creator-preferred-username", "actor", "actor-email"].map((name) =>
    refused(
      policy,
      "Only Argo's server names",
      `the label ${name} without a login`,
      editor,
      labelled({ [argos + name]: "bob" }),
    ),
  ),
  refused(
    policy,
    "Only Argo's server names",
    "a person as the creator of Backstage's run",
    portal,
    submission({}, {}, { ...marked, labels: { ...marked.labels, [`${argos}creator`]: "bob" } }),
  ),
  refused(
    policy,
    "Only Argo's server names",
    "an email address of Backstage's run",
    portal,
    submission(
      {},
      {},
      { ...marked, labels: { ...marked.labels, [`${argos}creator-email`]: "bob.at.example.com" } },
    ),
  ),
  refused(
    policy,
    "Only Argo's server names",
    "a part of the caller's name",
    portal,
    submission({}, {}, { ...marked, labels: { ...marked.labels, [`${argos}creator`]: team } }),
  ),
  refused(
    policy,
    "Only Backstage marks",
    "Backstage's mark, by a member who logged in",
    submitter,
    labelled({ "aws-argo-infra/user": "bob" }),
  ),
  refused(
    policy,
    "Only Backstage marks",
    "Backstage's mark, by an editor",
    editor,
    labelled({ "aws-argo-infra/user": "bob" }),
  ),
  refused(
    policy,
    "Only Backstage marks",
    "Backstage's mark, with Backstage's account for another team",
    person(userOf(controlPlaneNamespace, portalAccount("team-data"))),
    labelled({ "aws-argo-infra/user": "bob" }),
  ),
  refused(
    policy,
    "Only Backstage marks",
    "Backstage's mark, with the account that only reads templates",
    person(userOf(controlPlaneNamespace, "argo-backstage")),
    labelled({ "aws-argo-infra/user": "bob" }),
  ),
  refused(
    policy,
    "Only Backstage marks",
    "a task of Backstage's",
    submitter,
    labelled({ "aws-argo-infra/task": "1" }),
  ),
  refused(
    policy,
    "Only Backstage marks",
    "the reference of a Backstage user",
    submitter,
    noted({ "aws-argo-infra/user": "user:default/bob" }),
  ),
  refused(
    policy,
    "Only Backstage marks",
    "Backstage's mark, by the controller",
    controller,
    labelled({ "aws-argo-infra/user": "bob" }),
  ),
  refused(policy, "A run of Backstage must say", "a run of Backstage for nobody", portal, submission()),
  refused(
    policy,
    "A run of Backstage must say",
    "a run of Backstage for an empty name",
    portal,
    labelled({ "aws-argo-infra/user": "" }),
  ),

  ...(
    [
      ["a person's mark in a template", { labels: { "aws-argo-infra/user": "bob" } }],
      ["a creator in a template", { labels: { [`${argos}creator`]: "bob" } }],
      ["a reference of a user in a template", { annotations: { "aws-argo-infra/user": "user:default/bob" } }],
      [
        "a label of a template whose key is computed",
        { labels: { "aws-argo-infra/{{workflow.name}}": "bob" } },
      ],
    ] as const
  ).map(([name, workflowMetadata]) =>
    refused(
      policy,
      "A template, schedule or event binding names",
      name,
      editor,
      ownTemplate({ container }, { workflowMetadata }),
    ),
  ),
  refused(
    policy,
    "A template, schedule or event binding names",
    "a person's mark in a schedule's workflow",
    platform,
    cronWorkflow({
      workflowTemplateRef: { name: "checkout", clusterScope: true },
      workflowMetadata: { labels: { "aws-argo-infra/user": "bob" } },
    }),
  ),
  refused(
    policy,
    "A template, schedule or event binding names",
    "a creator in a schedule",
    platform,
    cronWorkflow(
      { workflowTemplateRef: { name: "checkout", clusterScope: true } },
      { workflowMetadata: { labels: { [`${argos}creator`]: "bob" } } },
    ),
  ),
  refused(
    policy,
    "A template, schedule or event binding names",
    "a person's mark in an event binding",
    editor,
    eventBinding({
      workflowTemplateRef: { name: "checkout", clusterScope: true },
      metadata: { labels: { "aws-argo-infra/user": "bob" } },
    }),
  ),
  passes(
    "a template with labels for its workflows",
    editor,
    ownTemplate({ container }, { workflowMetadata: { labels: { "example.com/team": "a" } } }),
  ),
];
