import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { Portal } from "../cluster/argo/portal";
import { Table } from "../lab/selftest/table";
import { standInLines } from "../lab/stand-ins";
import { supervise } from "../lab/supervise";
import { toolRoots } from "../templates/images/tool-roots";
import { prepareSandbox } from "../templates/sandbox";
import { setStage } from "../templates/stage";
import { Engine } from "./engine/engine";
import { Gateway } from "./gateway";
import { unpackModule } from "./packed-module";
import { generated, handMade, ownTemplates } from "./portal-scene";
import { crowdRows } from "./rows/crowd-rows";
import { libraryRows } from "./rows/library-rows";
import { outageRows } from "./rows/outage-rows";
import { refusalRows } from "./rows/refusal-rows";
import { runRows } from "./rows/run-rows";
import type { PortalScene } from "./scene";
import { backstageStandIns, notYetProved } from "./stand-ins";

const groups: Readonly<Record<string, (scene: PortalScene) => Promise<void>>> = {
  runs: runRows,
  refusals: refusalRows,
  outages: outageRows,
  crowd: crowdRows,
  library: libraryRows,
};

/**
 * `npm run e2e:backstage`: the packed module in a real scaffolder, in front of a real Argo; exit code 1 if a row is
 * wrong. Names of groups as arguments leave out the others.
 */
void supervise(async (given) => {
  const from = Date.now();
  const only = process.argv.slice(2);
  const unknown = only.find((name) => groups[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`There is no group ${unknown}; there are ${Object.keys(groups).join(", ")}.`);
  const chosen = Object.entries(groups).filter(([name]) => only.length === 0 || only.includes(name));
  const progress = (line: string): void => console.log(line);
  const crashed: string[] = [];
  const scratch = await unpackModule(progress);
  const stage = await setStage({
    ...given,
    progress,
    onUnexpectedExit: (message) => crashed.push(message),
  });
  const sandbox = await prepareSandbox(stage);
  const { lab, argo } = stage;
  const { environment } = stage.scene;
  for (const template of ownTemplates()) await lab.api.apply(template);
  const { token } = await Portal.open(argo, lab.api);
  const gateway = await Gateway.open(
    () => argo.url,
    (close) => lab.processes.onStop("gateway", close),
  );
  const { entities, argoWorkflows } = generated(environment);
  const [instance] = argoWorkflows.instances;
  const { team } = sandbox;
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
  const scene: PortalScene = { table, stage, sandbox, lab, argo, engine, gateway, token, team };
  for (const [, rows] of chosen) await rows(scene);
  await table.row("the token stands in no log of Backstage's", [], () =>
    logsWith(lab.processes.folder, token),
  );
  await table.row("no program ended by itself", [], () =>
    crashed.filter((message) => !/^(backstage|argo-server)/.test(message)),
  );

  console.log("\nStand-ins:");
  [...standInLines(), ...backstageStandIns.map((line) => `  ${line}`)].forEach((line) => console.log(line));
  for (const [name, { differs }] of Object.entries(toolRoots))
    if (differs !== undefined) console.log(`  image ${name}: ${differs}`);
  console.log("\nNot yet proved:");
  notYetProved.forEach((line) => console.log(`  ${line}`));
  table.print();
  return table.wrong === 0 ? 0 : 1;
}).then((code) => process.exit(code));

function logsWith(folder: string, secret: string): string[] {
  return readdirSync(folder).filter(
    (file) => file.startsWith("backstage") && readFileSync(join(folder, file), "utf8").includes(secret),
  );
}
