import { requirePrograms } from "../lab/system-packages";
import { runSuite } from "../shared/frame";
import { changes } from "../shared/installation/lab-addresses";
import { containRows } from "./contain-rows";
import { guardRows } from "./guard-rows";
import { install } from "./installation";
import { application, team, templates } from "./objects";
import { Shell } from "./shell";
import { whoRows } from "./who-rows";

const notProved = [
  "a network policy's effect: nothing enforces them here; e2e:flows evaluates them",
  "the same queries in CloudWatch Logs Insights",
];

/** `npm run e2e:runbooks`: the commands of docs/runbooks/, taken from the pages, against an installation in the lab. */
void runSuite({ lab: true, standIns: changes, notProved }, async (run) => {
  const { table, progress } = run;
  requirePrograms("A runbook", [
    { name: "aws", package: "awscli", purpose: "commands for AWS" },
    { name: "jq", package: "jq", purpose: "queries" },
  ]);
  const installation = await install(run);
  const { lab, stacks, auditLog } = installation;
  progress("Argo ready\n");
  for (const each of [application, ...templates]) await lab.api.apply(each);
  const shell = new Shell(lab, {
    ...{ ENV: stacks.environment.name, NAMESPACE: team, AUDIT_LOG: auditLog },
    EVIDENCE: `${lab.folder}/evidence`,
  });
  await guardRows(table, installation, shell);
  await whoRows(table, installation, shell);
  await containRows(table, installation, shell);
  await installation.argo.stop();
});
