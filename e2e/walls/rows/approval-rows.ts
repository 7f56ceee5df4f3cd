import { serviceAccounts } from "../../../config/naming";
import { userOf } from "../../../constructs/argo/guard/callers";
import { type Attempt, passes, refused } from "../attempt";
import { type Caller, person } from "../caller";
import { approver, change, editor, pathOf, portal, submitter } from "../objects";

const argo = "workflows.argoproj.io";
const now = "2026-11-28T02:00:00Z";
const admin = person(userOf("argo", "argo-admin"));

type Labels = Readonly<Record<string, string | null>>;
const bea: Labels = { [`${argo}/actor`]: "00u2bea", [`${argo}/actor-email`]: "bea.at.example.com" };
const ann: Labels = { [`${argo}/actor`]: "00u1ann", [`${argo}/actor-email`]: "ann.at.example.com" };

interface Answer {
  readonly approver?: string;
  readonly labels?: Labels;
  readonly workflow?: string;
  readonly node?: string;
  readonly phase?: string;
}

/** What Argo's server sends when a person answers a waiting step. */
function answer({
  approver: name = "bea@example.com",
  labels = bea,
  workflow = "gated",
  node = "demanded",
  phase = "Running",
}: Answer) {
  const parameters = [
    { name: "decision", value: "approved" },
    { name: "approver", value: name },
    { name: "reason", value: "tested" },
  ];
  const ended = phase === "Running" ? {} : { finishedAt: now };
  return change(pathOf.workflow(workflow), {
    metadata: { labels },
    status: { nodes: { [node]: { phase, ...ended, outputs: { parameters } } } },
  });
}

/** The step ended without an answer, as a person resumes it. */
const resumed = (labels: Labels) =>
  change(pathOf.workflow("gated"), {
    metadata: { labels },
    status: { nodes: { demanded: { phase: "Succeeded", finishedAt: now } } },
  });

const attempt = (name: string, sentence: string, as: Caller, given: Answer) =>
  refused("approvals", sentence, name, as, answer(given));

/** Approvals that a target demands, and those that a pipeline asks for by itself. */
export const approvalRows: readonly Attempt[] = [
  passes("an approval by a person of the target's group", approver, answer({})),
  passes("the same, and the end of the step", approver, answer({ phase: "Succeeded" })),
  passes("an approver in other letters", approver, answer({ approver: "Bea@Example.com " })),
  passes(
    "an approver without an email address",
    approver,
    answer({
      approver: "bea",
      labels: { [`${argo}/actor`]: "00u2bea", [`${argo}/actor-preferred-username`]: "bea" },
    }),
  ),
  passes("an approval of what Backstage started", approver, answer({ workflow: "gated-by-portal" })),
  passes("a pipeline's own approval, by a member", submitter, answer({ node: "asked", approver: "Ann Lee" })),
  passes("a pipeline's own approval, by an approver", approver, answer({ node: "asked" })),
  passes(
    "a demanded approval that a member gives up",
    submitter,
    change(pathOf.workflow("gated"), {
      status: { nodes: { demanded: { phase: "Failed", finishedAt: now } } },
    }),
  ),

  attempt("a demanded approval by a member", "The target demands this approval", submitter, {}),
  attempt("a demanded approval by an administrator", "The target demands this approval", admin, {}),
  attempt("a demanded approval by Backstage", "The target demands this approval", portal, {}),
  attempt("a demanded approval by an editor", "The target demands this approval", editor, {}),
  attempt(
    "a demanded approval by another team's approver",
    "The target demands this approval",
    person(userOf("team-data", serviceAccounts.approver)),
    {},
  ),
  refused(
    "approvals",
    "The target demands this approval",
    "the end of a demanded approval by a member",
    submitter,
    resumed(ann),
  ),
  attempt("an approval of one's own run", "You started this workflow", approver, {
    approver: "ann@example.com",
    labels: ann,
  }),
  attempt("the same, with a new email address", "You started this workflow", approver, {
    approver: "ann2@example.com",
    labels: { [`${argo}/actor`]: "00u1ann", [`${argo}/actor-email`]: "ann2.at.example.com" },
  }),
  attempt("an approval of one's own run in Backstage", "You started this workflow", approver, {
    workflow: "gated-by-portal",
    approver: "ann@example.com",
    labels: ann,
  }),
  attempt("an approval in another person's name", "The approver is the person who is logged in", approver, {
    approver: "cleo@example.com",
  }),
  attempt("an approval in nobody's name", "The approver is the person who is logged in", approver, {
    approver: "",
  }),
  attempt(
    "a name that ends like one's own",
    "The approver is the person who is logged in. Write bea.at.example.com",
    approver,
    { approver: "pheobea@example.com" },
  ),
  attempt("an approval without a login", "The approver is the person who is logged in", approver, {
    labels: { [`${argo}/actor`]: null },
  }),
  refused(
    "approvals",
    "The approver is the person who is logged in",
    "the end of a demanded approval that nobody answered",
    approver,
    resumed(bea),
  ),
  attempt("a pipeline's own approval by Backstage", "An approval is answered by a person", portal, {
    node: "asked",
  }),
  attempt("a pipeline's own approval with a token", "An approval is answered by a person", editor, {
    node: "asked",
  }),
];
