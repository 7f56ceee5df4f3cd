import { Cluster } from "../shared/cluster";
import type { Table } from "../shared/table";
import type { Installation } from "./installation";
import { digest, target, team } from "./objects";
import { commandOf } from "./page";
import { Person } from "./person";
import type { Shell } from "./shell";

const page = "who-did-it";

/** One person starts a release, another approves it, a deploy step changes the application; the audit log knows. */
export async function whoRows(table: Table, installation: Installation, shell: Shell): Promise<void> {
  const cluster = new Cluster(installation.lab);
  const [ada, ben] = [await Person.logIn(installation, "ada"), await Person.logIn(installation, "ben")];
  const workflow = await ada.start(team, "release");
  await ben.approve(team, workflow);
  await table.row("who: a release that Ada starts and Ben approves", ["Succeeded", true], async () => {
    const { phase, message } = await cluster.finished(team, workflow);
    const image = "jsonpath={.spec.template.spec.containers[0].image}";
    const deployed = await cluster.kubectl("-n", target, "get", "deployment", "api", "-o", image);
    return [message ?? phase, deployed.endsWith(digest)];
  });

  await table.row(
    "who: the audit log names the account, the workflow and the change of each deployment",
    [[`system:serviceaccount:${team}:argo-deployer`], [workflow], true],
    async () => {
      const changes = linesOf(await shell.run(commandOf(page, "Who deployed"), { TARGET: target }));
      return [
        [...new Set(changes.map(([, , , , account]) => account))],
        [...new Set(changes.map((line) => line[6]))],
        changes.some(
          ([, verb, object, code]) => verb === "patch" && object === "deployments/api" && code === "200",
        ),
      ];
    },
  );
  await table.row(
    "who: the audit log names who started the workflow, from which template, and who answered what",
    [["create", "ada.at.example.com", "release"], "ben.at.example.com", true],
    async () => {
      const events = linesOf(
        await shell.run(commandOf(page, "Who started and approved"), { WORKFLOW: workflow }),
      );
      const [start] = events;
      const answer = events.find((line) => line[8]?.includes("decision=approved"));
      return [
        [start?.[1], start?.[4], start?.[5]],
        answer?.[4],
        events.every(([, , , account]) => account === `system:serviceaccount:${team}:argo-submitter`) ||
          events,
      ];
    },
  );
  await table.row("who: the audit log names who changed a policy of the guard by hand", true, async () => {
    const binding = "validatingadmissionpolicybinding";
    const patch = (actions: string) =>
      cluster.kubectl(
        "patch",
        binding,
        "argo-guard-images",
        "--type",
        "merge",
        "-p",
        `{"spec":{"validationActions":${actions}}}`,
      );
    await patch('["Warn","Audit"]');
    await patch('["Deny"]');
    const changes = linesOf(await shell.run(commandOf(page, "Who changed the rules")));
    return changes.some(
      ([, verb, object, , user]) =>
        verb === "patch" && object === `${binding}s/argo-guard-images` && user === "lab-admin",
    );
  });
}

function linesOf(printed: string): string[][] {
  return printed === "" ? [] : printed.split("\n").map((line) => line.split("\t"));
}
