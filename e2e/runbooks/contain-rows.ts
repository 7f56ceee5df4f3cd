import { setTimeout as sleep } from "node:timers/promises";
import { artifactBucketName } from "../../config/aws-naming";
import { waitFor } from "../lab/wait-for";
import { Cluster } from "../shared/cluster";
import type { Table } from "../shared/table";
import type { Installation } from "./installation";
import { neighbor, schedule, team } from "./objects";
import { commandsOf } from "./page";
import { Person } from "./person";
import { sessionsOf } from "./sessions";
import type { Shell } from "./shell";
import { answersOf, statesOf, tokensOf } from "./team-access";

const page = "contain-a-team";
const denied = ["AccessDenied", "AccessDenied"];
const allowed = ["allowed", "allowed"];

/** The commands of docs/runbooks/contain-a-team.md, against a team in the middle of its work. */
export async function containRows(table: Table, installation: Installation, shell: Shell): Promise<void> {
  const { lab, stacks } = installation;
  const cluster = new Cluster(lab);
  const [ada, dora] = [await Person.logIn(installation, "ada"), await Person.logIn(installation, "dora")];
  for (const each of [schedule("nightly", team, false), schedule("paused", team, true)])
    await lab.api.apply(each);
  await lab.api.apply(schedule("nightly", neighbor, false));
  const [busy, waiting, theirs] = [
    await ada.start(team, "busy"),
    await ada.start(team, "release"),
    await dora.start(neighbor, "busy"),
  ];
  await cluster.nodeRunning(team, busy);
  await cluster.nodeRunning(neighbor, theirs);
  const object = `${artifactBucketName(stacks.environment)}/artifacts/${team}/kept.txt`;
  await lab.aws.enforceIam(false);
  await lab.aws.s3("PUT", object, "kept\n");
  await lab.aws.enforceIam(true);
  const sessions = await sessionsOf(installation, team);
  const neighborSessions = await sessionsOf(installation, neighbor);
  const tokens = await tokensOf(installation);
  const may = () => answersOf(installation);
  await table.row(
    "before: AWS sessions of the team work, its tokens too, its accounts may",
    [allowed, tokens.map(() => "valid"), true],
    async () => [await sessions.list(), await statesOf(installation, tokens), (await may()).includes("yes")],
  );

  const steps = commandsOf(page).filter(
    ({ heading }) => heading !== "Contain a team" && heading !== "The way back",
  );
  for (const { heading, script } of steps)
    await table.row(`contain: ${heading}`, "done", async () => {
      await lab.aws.enforceIam(false);
      try {
        const printed = await shell.run(script);
        return heading.startsWith("Check") ? await left(printed, shell, script) : "done";
      } finally {
        await lab.aws.enforceIam(true);
      }
    });

  await table.row("contained: AWS refuses sessions from before, and new ones are worth nothing", denied, () =>
    sessions.list(),
  );
  await table.row(
    "contained: no token of the team is valid",
    tokens.map(() => "401"),
    () => statesOf(installation, tokens),
  );
  await table.row(
    "contained: what any account of the team may, in its namespace and its target",
    ["no"],
    async () => [...new Set(await may())],
  );
  await table.row(
    "contained: runs ended, also the one that waits for an answer",
    ["Failed", "Failed"],
    async () => [(await cluster.finished(team, busy)).phase, (await cluster.finished(team, waiting)).phase],
  );
  await table.row("contained: a new workflow, a new pod, as administrator", [true, true], async () => [
    await refusedByQuota(() => cluster.submit(team, workflow)),
    await refusedByQuota(() => lab.api.post(`/api/v1/namespaces/${team}/pods`, pod)),
  ]);
  await table.row("contained: a person of the team submits", 403, () => ada.submits(team, "busy"));
  await table.row(
    "contained: schedules that are suspended, network policies",
    ["nightly paused", "default-deny"],
    () => names(shell),
  );
  await table.row("contained: all targets of the team are frozen", "contained", () =>
    shell.run(`kubectl -n ${team} get configmap argo-targets -o jsonpath={.data.frozen}`),
  );
  await table.row("contained: saved", ["workflows.json", "kept"], async () => [
    await shell.run('cd "$EVIDENCE" && ls workflows.json'),
    await shell.run('cat "$EVIDENCE/artifacts/kept.txt"'),
  ]);
  await table.row(
    "contained: the other team's run goes on, its sessions work, its people submit",
    ["Running", allowed, 200],
    async () => [
      (await cluster.status(neighbor, theirs)).phase,
      await neighborSessions.list(),
      await dora.submits(neighbor, "busy"),
    ],
  );
  await wayBack(table, installation, shell, ada);
}

async function wayBack(table: Table, installation: Installation, shell: Shell, ada: Person): Promise<void> {
  const { lab } = installation;
  const [roles = "", runs = ""] = commandsOf(page)
    .filter(({ heading }) => heading === "The way back")
    .map(({ script }) => script);
  await installation.applyTenancy();
  await shell.run(`kubectl -n ${team} get serviceaccount argo-workflow`);
  await lab.aws.enforceIam(false);
  // A session that begins before the roles work again: nothing may come of it later either.
  const before = await sessionsOf(installation, team);
  await sleep(1100);
  await shell.run(roles);
  await lab.aws.enforceIam(true);
  await table.row(
    "way back: AWS refuses sessions from before, new ones work",
    [denied, allowed],
    async () => {
      await sleep(1100);
      return [await before.list(), await (await sessionsOf(installation, team)).list()];
    },
  );
  await table.row(
    "way back: people submit, one schedule runs again, one stays suspended",
    [200, "paused"],
    async () => {
      await shell.run(runs);
      await waitFor(
        "the login of the team",
        async () => (await ada.submits(team, "busy")) === 200 || undefined,
      );
      return [await ada.submits(team, "busy"), (await names(shell))[0]];
    },
  );
}

/** What the page's check may print. */
async function left(printed: string, shell: Shell, script: string): Promise<string> {
  const meant = "ClusterRoleBinding argo-template-reader";
  if (printed === meant) return "done";
  // The controller needs a moment to end the workflows.
  return waitFor("nothing is left", async () => ((await shell.run(script)) === meant ? "done" : undefined));
}

/** Suspended schedules, and network policies. */
async function names(shell: Shell): Promise<string[]> {
  const suspended = `kubectl -n ${team} get cronworkflows -o json | jq -r '[.items[] | select(.spec.suspend).metadata.name] | join(" ")'`;
  const policies = `kubectl -n ${team} get networkpolicies -o json | jq -r '[.items[].metadata.name] | join(" ")'`;
  return [await shell.run(suspended), await shell.run(policies)];
}

async function refusedByQuota(request: () => Promise<unknown>): Promise<boolean | string> {
  try {
    await request();
    return "allowed";
  } catch (error) {
    const { message } = error as Error;
    return /exceeded quota: contained/.test(message) || message;
  }
}

const workflow = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Workflow",
  metadata: { generateName: "new-" },
  spec: { workflowTemplateRef: { name: "busy" } },
};
const pod = {
  metadata: { name: "new" },
  spec: {
    automountServiceAccountToken: false,
    containers: [
      {
        name: "main",
        image: "busybox",
        securityContext: {
          allowPrivilegeEscalation: false,
          runAsNonRoot: true,
          runAsUser: 1000,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        },
      },
    ],
  },
};
