import { serverUrl } from "../../../config/naming";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Outcome, Parameters } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "ci-test";

/** The team is told about a run where it has a channel; without an answer from there, the run ends as usual. */
export async function notificationRows(
  table: Table,
  library: LibraryInLab,
  fixture: TeamFixture,
): Promise<void> {
  await Promise.all([webhookRows(table, library, fixture), topicRows(table, library)]);
}

async function webhookRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { runs, slack, teams, virtualHosts, lab, stacks } = library;
  const secret = `/api/v1/namespaces/${fixture.team}/secrets`;
  const messagesOf = async (more: Parameters): Promise<[string, string[]]> => {
    const outcome = await runs.run(fixture.team, template, { ...passing, ...more });
    return [phaseOf(outcome).split(":")[0] ?? "", aboutIt(slack.messages, outcome)];
  };

  await table.row(
    `${template}: no channel is configured: no message, and the run succeeds`,
    ["Succeeded", []],
    () => messagesOf({}),
  );
  const webhooks = {
    "slack-webhook": `https://${names.slack}/services/T0/B0/secret`,
    "msteams-webhook": `https://${names.teams}/workflows/0/triggers/manual/paths/invoke?sig=secret`,
  };
  for (const [name, url] of Object.entries(webhooks))
    await lab.api.post(secret, { metadata: { name }, stringData: { url } });
  await Promise.all([
    table.row(`${template}: reports a success`, ["Succeeded", ["Succeeded"]], () => messagesOf({})),
    table.row(`${template}: Slack and Microsoft Teams get a link to the run`, [true, true], async () => {
      const { name } = await runs.run(fixture.team, template, passing);
      const link = `${serverUrl(stacks.environment)}/workflows/${fixture.team}/${name}?uid=`;
      return [slack.messages, teams.cards].map((posted) => posted.some((each) => each.includes(link)));
    }),
    table.row(`${template}: reports a failure`, ["Failed", ["Failed"]], () =>
      messagesOf({ "test-command": "false" }),
    ),
    table.row(`${template}: notify false: no message`, ["Succeeded", []], () =>
      messagesOf({ notify: "false" }),
    ),
  ]);
  virtualHosts.disconnect(names.slack);
  await table.row(`${template}: an unreachable channel: the run succeeds`, ["Succeeded", []], () =>
    messagesOf({}),
  );
  virtualHosts.serve(names.slack, slack.handle);
  for (const name of Object.keys(webhooks)) await lab.api.delete(`${secret}/${name}`);
}

/** A team that is told about changes, by a topic. */
async function topicRows(table: Table, { runs, topics, stacks }: LibraryInLab): Promise<void> {
  const team = stacks.environment.teams.find(({ notifications }) => notifications.when === "change");
  if (team === undefined) throw new Error("no team is told about changes");
  await table.row(
    `${template}: the topic gets a failure, not a second one, and the success after it`,
    ["Failed", "Succeeded"],
    async () => {
      const told: string[] = [];
      for (const command of ["false", "false", "true"]) {
        const { name } = await runs.run(team.namespace, template, { ...passing, "test-command": command });
        const link = `${serverUrl(stacks.environment)}/workflows/${team.namespace}/${name}?uid=`;
        const messages = topics.received.filter(
          ({ TopicArn, Message }) => TopicArn === team.notifications.topicArn && Message.includes(link),
        );
        told.push(...messages.map(({ Subject }) => Subject.split(": ").at(-1) ?? ""));
      }
      return told;
    },
  );
}

const passing: Parameters = {
  "git-repo": `https://${names.git}/backend/api`,
  "test-image": "docker.io/library/node:24.18.0-bookworm",
  "test-command": "true",
  "report-path": "",
};

/** The status in each message about a run. */
function aboutIt(messages: readonly string[], { name }: Outcome): string[] {
  return messages
    .filter((each) => new RegExp(`\\b${name}\\b`).test(each))
    .map((each) => /\*: (\w+)/.exec((JSON.parse(each) as { text: string }).text)?.[1] ?? each);
}
