import { mkdirSync, readFileSync } from "node:fs";
import { repositoryPath } from "../../config/repository";
import { supervise } from "../lab/supervise";
import { generatedFiles } from "../shared/backstage/generated-forms";
import { toolRoots } from "../shared/library/images/tool-roots";
import { standInLines } from "../shared/stand-ins";
import { Table } from "../shared/table";
import { Browser, requireBrowser } from "./browser";
import { catalogRow } from "./rows/catalog-rows";
import { formRows, templatesWithForms } from "./rows/form-rows";
import { messageRows } from "./rows/message-rows";
import { pathRows } from "./rows/path-rows";
import type { PortalScene } from "./scene";
import { setPortalStage } from "./stage";
import { notYetProved, portalStandIns } from "./stand-ins";

/** Of what a run can be told to do: names of groups leave out the others. */
const groups = ["forms", "paths", "messages"] as const;
const flag = "--screenshots";

/**
 * `npm run e2e:portal`: a person at a small real Backstage, in front of a real Argo; exit code 1 if a row is wrong.
 * With `--screenshots` it writes the pictures of docs/backstage anew.
 */
void supervise(async (given) => {
  const from = Date.now();
  const progress = (line: string): void =>
    console.log(`${((Date.now() - from) / 1000).toFixed(0).padStart(4)} s  ${line}`);
  const told = process.argv.slice(2);
  const chosen = told.filter((each) => each !== flag);
  const unknown = chosen.find((each) => !groups.some((group) => group === each));
  if (unknown !== undefined) throw new Error(`There is no group ${unknown}; there are ${groups.join(", ")}.`);
  const wanted = (group: (typeof groups)[number]): boolean => chosen.length === 0 || chosen.includes(group);
  requireBrowser();
  const crashed: string[] = [];
  const portal = await setPortalStage({
    ...given,
    progress,
    onUnexpectedExit: (message) => crashed.push(message),
  });
  const table = new Table();
  const browser = await Browser.launch(given.processes, table);
  progress("browser ready\n");
  const pictures = repositoryPath("docs", "backstage");
  if (told.includes(flag)) mkdirSync(pictures, { recursive: true });
  const scene: PortalScene = {
    ...portal,
    browser,
    team: portal.sandbox.team,
    ...(told.includes(flag) && { pictures }),
  };
  const templates = templatesWithForms(generatedFiles(portal.stage.scene.environment).templates);

  await catalogRow(table, scene);
  // The runs take their time; meanwhile somebody else looks at every form.
  await Promise.all([
    wanted("paths") && pathRows(scene, templates),
    wanted("forms") && formRows(scene, templates),
  ]);
  if (wanted("messages")) await messageRows(scene);
  await table.row("the token stands in no log of Backstage's", false, () =>
    readFileSync(portal.site.log, "utf8").includes(portal.token),
  );
  await table.row("no program ended by itself", [], () => crashed);

  console.log("\nStand-ins:");
  [...standInLines(), ...portalStandIns.map((line) => `  ${line}`)].forEach((line) => console.log(line));
  for (const [name, { differs }] of Object.entries(toolRoots))
    if (differs !== undefined) console.log(`  image ${name}: ${differs}`);
  console.log("\nNot yet proved:");
  notYetProved.forEach((line) => console.log(`  ${line}`));
  table.print();
  console.log(`in ${((Date.now() - from) / 1000).toFixed(0)} s`);
  return table.wrong === 0 ? 0 : 1;
}).then((code) => process.exit(code));
