import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { applyAll } from "../cluster/apply";
import { changes, installArgo } from "../cluster/argo/install";
import { Portal } from "../cluster/argo/portal";
import { scenes } from "../cluster/stack-manifests";
import { Argo } from "../lab/argo";
import { startLab } from "../lab/lab";
import { Table } from "../lab/selftest/table";
import { standInLines } from "../lab/stand-ins";
import { supervise } from "../lab/supervise";
import { Engine } from "./engine/engine";
import { Gateway } from "./gateway";
import { unpackModule } from "./packed-module";
import { clusterTemplates, generated, handMade, libraryForms } from "./portal-scene";
import { crowdRows } from "./rows/crowd-rows";
import { libraryRows, withoutExample } from "./rows/library-rows";
import { outageRows } from "./rows/outage-rows";
import { refusalRows } from "./rows/refusal-rows";
import { runRows } from "./rows/run-rows";
import type { PortalScene } from "./scene";
import { backstageStandIns, notYetProved } from "./stand-ins";

/** `npm run e2e:backstage`: the packed module in a real scaffolder, in front of a real Argo; exit code 1 if a row is wrong. */
void supervise(async (given) => {
  const from = Date.now();
  const progress = (line: string): void => console.log(line);
  const crashed: string[] = [];
  const scratch = await unpackModule(progress);
  const local = scenes().at(-1);
  if (local === undefined) throw new Error("There is no environment.");
  const { environment } = local;
  const lab = await startLab({
    ...given,
    progress,
    issuer: `https://${environment.cluster.oidcProvider ?? ""}`,
    onUnexpectedExit: (message) => crashed.push(message),
  });
  for (const name of local.foreign)
    await lab.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  // External Secrets' kinds aren't installed: nothing here needs what they bring.
  const own = [...local.tenancy, ...local.workflows].filter(
    (each) => !each.apiVersion.startsWith("external-secrets.io/"),
  );
  const refused = await applyAll(lab.api, own);
  if (refused.length > 0) throw new Error(refused.join("\n"));
  const argo = await Argo.start(lab, await installArgo(lab, local));
  for (const template of clusterTemplates()) await lab.api.apply(template);
  const { token } = await Portal.open(argo, lab.api);
  const gateway = await Gateway.open(
    () => argo.url,
    (close) => lab.processes.onStop("gateway", close),
  );
  const { entities, argoWorkflows } = generated(environment);
  const [instance] = argoWorkflows.instances;
  const team = environment.teams.find((each) => each.backstage)?.namespace ?? "";
  const closed = { namespace: "default", template: "greet", parameters: { name: "Ada" } };
  const engine = new Engine({
    lab,
    scratch,
    argoWorkflows: {
      ...argoWorkflows,
      instances: [
        // As generated, but for the address, which the lab chooses, and the token, which no file holds.
        { ...instance, baseUrl: gateway.url, uiUrl: "https://argo.local", token },
        { name: "unbounded", baseUrl: gateway.url, token },
        { name: "wrong-token", baseUrl: gateway.url, token: "wrong" },
      ],
    },
    entities: [
      ...entities,
      handMade("lacks-parameter", "argo:workflow:submit", { namespace: team, template: "greet" }),
      handMade("unknown-parameter", "argo:workflow:submit", {
        namespace: team,
        template: "greet",
        parameters: { name: "Ada", nam: "Ada" },
      }),
      handMade("out-of-enum", "argo:workflow:submit", {
        namespace: team,
        template: "greet",
        parameters: { name: "Ada", tone: "rude" },
      }),
      handMade("closed-namespace", "argo:workflow:submit", { ...closed, namespace: "argo" }),
      handMade("forbidden-namespace", "argo:workflow:submit", { ...closed, instance: "unbounded" }),
      handMade("unknown-template", "argo:workflow:submit", {
        instance: "unbounded",
        namespace: team,
        template: "none",
      }),
      handMade("wrong-token", "argo:workflow:submit", {
        ...closed,
        instance: "wrong-token",
        namespace: team,
      }),
      handMade("unknown-workflow", "argo:workflow:wait", { namespace: team, name: "none" }),
      handMade("terminating", "argo:workflow:submit", {
        namespace: team,
        template: "pause",
        parameters: { duration: "600" },
        wait: true,
        terminateOnAbort: true,
      }),
    ],
  });
  await engine.start();
  progress(`ready in ${((Date.now() - from) / 1000).toFixed(1)} s\n`);

  const table = new Table();
  const scene: PortalScene = { table, lab, argo, engine, gateway, token, team };
  await runRows(scene);
  const forms = libraryForms(entities);
  await libraryRows(scene, forms);
  await refusalRows(scene);
  await outageRows(scene);
  await crowdRows(scene);
  await table.row("the token stands in no log of Backstage's", [], () =>
    logsWith(lab.processes.folder, token),
  );
  await table.row("no program ended by itself", [], () =>
    crashed.filter((message) => !/^(backstage|argo-server)/.test(message)),
  );

  console.log("\nStand-ins:");
  [...standInLines(), ...[...changes, ...backstageStandIns].map((line) => `  ${line}`)].forEach((line) =>
    console.log(line),
  );
  console.log("\nNot yet proved:");
  [...notYetProved, ...withoutExample(forms)].forEach((line) => console.log(`  ${line}`));
  table.print();
  return table.wrong === 0 ? 0 : 1;
}).then((code) => process.exit(code));

function logsWith(folder: string, secret: string): string[] {
  return readdirSync(folder).filter(
    (file) => file.startsWith("backstage") && readFileSync(join(folder, file), "utf8").includes(secret),
  );
}
