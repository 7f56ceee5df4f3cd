import { serviceAccounts, targetsConfigMap } from "../../../config/naming";
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
  await table.row(`${template}: a frozen target`, ["Failed", true], async () => {
    const outcome = await runs.run(fixture.team, template, parameters("frozen"));
    return [outcome.phase, outcome.said.includes("is frozen: incident 42") || outcome.said];
  });
}
