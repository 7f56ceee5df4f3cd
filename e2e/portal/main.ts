import { mkdirSync, readFileSync } from "node:fs";
import { repositoryPath } from "../../config/repository";
import { generatedFiles } from "../shared/backstage/generated-forms";
import { runSuite } from "../shared/frame";
import { imageStandIns } from "../shared/library/images/tool-roots";
import { Browser, requireBrowser } from "./browser";
import { notProved } from "./not-proved";
import { startPortal } from "./portal-in-lab";
import type { PortalRun } from "./portal-run";
import { catalogRow } from "./rows/catalog-rows";
import { formRows, templatesWithForms } from "./rows/form-rows";
import { messageRows } from "./rows/message-rows";
import { pathRows } from "./rows/path-rows";
import { portalStandIns } from "./stand-ins";

const groups = ["forms", "paths", "messages"] as const;
const flag = "--screenshots";

/**
 * `npm run e2e:portal`: a user of a small real Backstage in front of a real Argo. With `--screenshots` it takes the
 * pictures of docs/backstage again.
 */
void runSuite(
  { lab: true, groups, flags: [flag], standIns: [...portalStandIns, ...imageStandIns()], notProved },
  async (run) => {
    const { table } = run;
    requireBrowser();
    const portal = await startPortal(run);
    const browser = await Browser.launch(run.processes, table);
    run.progress("browser ready\n");
    const pictures = repositoryPath("docs", "backstage");
    if (run.has(flag)) mkdirSync(pictures, { recursive: true });
    const portalRun: PortalRun = {
      ...portal,
      browser,
      team: portal.fixture.team,
      ...(run.has(flag) && { pictures }),
    };
    await catalogRow(table, portalRun);
    const templates = templatesWithForms(generatedFiles(portal.library.stacks.environment).templates);
    // While the runs take their time, another session goes through every form.
    await Promise.all([
      run.wants("paths") && pathRows(portalRun, templates),
      run.wants("forms") && formRows(portalRun, templates),
    ]);
    if (run.wants("messages")) await messageRows(portalRun);
    await table.row("no log of Backstage's has a token", false, () => {
      const log = readFileSync(portal.backstage.log, "utf8");
      return portal.tokens.some((token) => log.includes(token));
    });
  },
);
