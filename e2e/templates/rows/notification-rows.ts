import { serverUrl } from "../../../config/naming";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Outcome, Parameters } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "ci-test";

/** Slack gets the status of a run; without an answer from Slack, the run ends as usual. */
export async function notificationRows(
  table: Table,
  library: LibraryInLab,
  fixture: TeamFixture,
): Promise<void> {
  const { runs, slack, virtualHosts, lab, stacks } = library;
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
  await lab.api.post(secret, {
    metadata: { name: "slack-webhook" },
    stringData: { url: `https://${names.slack}/services/T0/B0/secret` },
  });
  await Promise.all([
    table.row(`${template}: reports a success`, ["Succeeded", ["Succeeded"]], () => messagesOf({})),
    table.row(`${template}: the message links to the run`, true, async () => {
      const outcome = await runs.run(fixture.team, template, passing);
      const link = `${serverUrl(stacks.environment)}/workflows/${fixture.team}/${outcome.name}?uid=`;
      return slack.messages.some((each) => each.includes(link));
    }),
    table.row(`${template}: reports a failure`, ["Failed", ["Failed"]], () =>
      messagesOf({ "test-command": "false" }),
    ),
    table.row(`${template}: notify-slack false: no message`, ["Succeeded", []], () =>
      messagesOf({ "notify-slack": "false" }),
    ),
  ]);
  virtualHosts.disconnect(names.slack);
  await table.row(`${template}: an unreachable channel: the run succeeds`, ["Succeeded", []], () =>
    messagesOf({}),
  );
  virtualHosts.serve(names.slack, slack.handle);
  await lab.api.delete(`${secret}/slack-webhook`);
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
