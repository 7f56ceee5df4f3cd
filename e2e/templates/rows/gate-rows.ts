import { serviceAccounts, targetsConfigMap } from "../../../config/naming";
import { waitFor } from "../../lab/wait-for";
import { ArgoApi } from "../../shared/installation/argo-api";
import { installClusterTemplates } from "../../shared/library/cluster-templates";
import { Approver } from "../../shared/library/fixtures/approver";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "gate";

/**
 * What a target demands. The lab has no identity provider, so the approver's account calls Argo's server with a token of
 * its own: the server labels its requests with the name of the account, which is one person.
 */
export async function gateRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { lab, argo, runs } = library;
  await installClusterTemplates(library, Object.values(judges));
  const demand = (approvals: number, signature = false) =>
    JSON.stringify({ signature, approvals, groups: "releases" });
  const configMap = `/api/v1/namespaces/${fixture.team}/configmaps/${targetsConfigMap}`;
  await lab.api.patch(configMap, {
    data: {
      "demands.guarded-by-one": demand(1),
      "demands.guarded-by-two": demand(2),
      "demands.changing": demand(1),
      "demands.frozen": demand(0),
      "frozen.frozen": "incident 42",
    },
  });
  const approver = await Approver.create(lab, argo, runs, fixture.team, serviceAccounts.approver);
  const own = `system-serviceaccount-${fixture.team}-${serviceAccounts.approver}`;
  const answer = (name: string) => ({ decision: "approved", approver: name, reason: "tested" }) as const;
  const refusal = (answering: Promise<void>) =>
    answering.then(
      () => "answered",
      (error: unknown) => String(error),
    );
  const parameters = (namespace: string) => ({ namespace, subject: "api 1.4.2" });

  await table.row(
    `${template}: only the approver answers, in no name but their own`,
    { member: true, other: true, phase: "Succeeded", approver: own },
    async () => {
      const name = await runs.submit(fixture.team, template, parameters("guarded-by-one"));
      const member = await refusal(fixture.approver.answer(template, name, answer("ann")));
      const other = await refusal(approver.answer(template, name, answer("ann")));
      await approver.answer(template, name, answer(own));
      const outcome = await runs.end(fixture.team, template, name);
      return {
        member: member.includes("The target demands this approval") || member,
        other: other.includes(`Write ${own} as the approver`) || other,
        phase: phaseOf(outcome),
        approver: outcome.output("approver"),
      };
    },
  );
  await table.row(`${template}: one person doesn't approve twice`, ["Failed", true], async () => {
    const name = await runs.submit(fixture.team, template, parameters("guarded-by-two"));
    await approver.answer(template, name, answer(own));
    await approver.answer(template, name, answer(own));
    const outcome = await runs.end(fixture.team, template, name);
    return [outcome.phase, outcome.said.includes("approved twice") || outcome.said];
  });
  await table.row(`${template}: nobody answers in time`, ["Failed", true], async () => {
    const given = { ...parameters("guarded-by-one"), "approval-expiry": "5s" };
    const outcome = await runs.run(fixture.team, template, given);
    return [outcome.phase, outcome.said.includes("nobody answered in time") || outcome.said];
  });
  await table.row(
    `${template}: a target that demands more while a question waits isn't deployed to`,
    ["Failed", true],
    async () => {
      const deploy = "deploy-kubernetes";
      const image = `${names.registry}/backend/api@sha256:${"0".repeat(64)}`;
      const given = { namespace: "changing", "deployment-name": "api", image };
      const name = await runs.submit(fixture.team, deploy, given);
      await approver.question(deploy, name);
      await lab.api.patch(configMap, { data: { "demands.changing": demand(1, true) } });
      await approver.answer(deploy, name, answer(own));
      const outcome = await runs.end(fixture.team, deploy, name);
      return [outcome.phase, outcome.said.includes("changing demands has changed") || outcome.said];
    },
  );
  for (const [name, judged] of Object.entries(judges))
    await table.row(
      `${name}: an answer is in time until the second before it expires`,
      { before: "Succeeded", at: "Failed", said: true },
      async () => {
        const answered = (at: string) => runs.run(fixture.team, judged.metadata.name, { answered: at });
        const before = await answered("2026-11-28T10:00:59Z");
        const at = await answered("2026-11-28T10:01:00Z");
        return {
          before: phaseOf(before),
          at: at.phase,
          said: at.said.includes("nobody answered in time") || at.said,
        };
      },
    );
  await table.row(
    `${template}: a retry in a DAG of the team's own doesn't skip it, and says what to do`,
    ["Failed", true],
    async () => {
      const name = "behind-a-gate";
      await (await ArgoApi.open(argo, lab.api)).submit(fixture.team, behindGate(name, fixture.target));
      const outcome = await runs.end(fixture.team, "own", name);
      // The controller may still write the workflow that just ended.
      const said = await waitFor("an answer to the retry", async () => {
        const answer = await refusal(fixture.approver.retry(name));
        return answer.includes("has been modified") ? undefined : answer;
      });
      return [outcome.phase, said.includes("esubmit the workflow") || said];
    },
  );
  await table.row(`${template}: a frozen target`, ["Failed", true], async () => {
    const outcome = await runs.run(fixture.team, template, parameters("frozen"));
    return [outcome.phase, outcome.said.includes("is frozen: incident 42") || outcome.said];
  });
}

/** Judges an answer to a question that was asked at ten o'clock, and had a minute. Only cluster templates call that part. */
const judge = (template: string, given: readonly string[]) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "ClusterWorkflowTemplate",
  metadata: { name: `judges-${template}` },
  spec: {
    entrypoint: "main",
    arguments: { parameters: [{ name: "answered" }] },
    templates: [
      {
        name: "main",
        inputs: { parameters: [{ name: "answered" }] },
        steps: [
          [
            {
              name: "judge",
              templateRef: { name: template, template: "judge", clusterScope: true },
              arguments: {
                parameters: [
                  { name: "subject", value: "api 1.4.2" },
                  { name: "decision", value: "approved" },
                  { name: "approver", value: "ann" },
                  { name: "reason", value: "tested" },
                  { name: "asked", value: "2026-11-28T10:00:00Z" },
                  { name: "answered", value: "{{inputs.parameters.answered}}" },
                  { name: "approval-expiry", value: "60s" },
                  ...given.map((name) => ({ name, value: "" })),
                ],
              },
            },
          ],
        ],
      },
    ],
  },
});
const judges = { gate: judge("gate", ["first", "second"]), approval: judge("approval", []) };

/** A workflow of the team's own that checks a target, and then fails. */
const behindGate = (name: string, namespace: string) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Workflow",
  metadata: { name },
  spec: {
    entrypoint: "main",
    templates: [
      {
        name: "main",
        dag: {
          tasks: [
            {
              name: "check",
              templateRef: { name: "gate", template: "main", clusterScope: true },
              arguments: {
                parameters: [
                  { name: "namespace", value: namespace },
                  { name: "subject", value: "api 1.4.2" },
                ],
              },
            },
            { name: "fail", depends: "check", template: "fail" },
          ],
        },
      },
      {
        name: "fail",
        container: {
          image: "docker.io/alpine/git:v2.54.0",
          command: ["false"],
          resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
        },
      },
    ],
  },
});
