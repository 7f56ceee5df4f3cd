import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installOwnTemplates } from "../shared/backstage/own-templates";
import { unpackModuleInto } from "../shared/backstage/packed-module";
import { runSuite } from "../shared/frame";
import { ArgoApi } from "../shared/installation/argo-api";
import { imageStandIns } from "../shared/library/images/tool-roots";
import { startLibrary } from "../shared/library/library-in-lab";
import { prepareTeam } from "../shared/library/team-fixture";
import type { BackstageRun } from "./backstage-run";
import { installedModule } from "./installed-module";
import { concurrencyRows } from "./rows/concurrency-rows";
import { libraryRows } from "./rows/library-rows";
import { outageRows } from "./rows/outage-rows";
import { permissionRows } from "./rows/permission-rows";
import { refusalRows } from "./rows/refusal-rows";
import { runRows } from "./rows/run-rows";
import { tokenRows } from "./rows/token-rows";
import { backstageStandIns } from "./stand-ins";
import { startBackstage } from "./start-backstage";

type Rows = (backstage: BackstageRun) => Promise<void>;

/** Leaves out `library`, the longest group: `npm run weekly` runs it. */
const withoutLibrary = "--without-library";

/** One line after the other; the groups of one line at the same time, because the outages mostly wait. */
const groups: readonly Readonly<Record<string, Rows>>[] = [
  { runs: runRows },
  { refusals: refusalRows, tokens: tokenRows },
  { outages: outageRows, permissions: permissionRows, library: libraryRows },
  { concurrency: concurrencyRows },
];

/** `npm run e2e:backstage`: the packed module in a real scaffolder, in front of a real Argo. */
void runSuite(
  {
    lab: true,
    groups: groups.flatMap(Object.keys),
    flags: [withoutLibrary],
    standIns: [...backstageStandIns, ...imageStandIns()],
  },
  async (run) => {
    const { table, progress } = run;
    const { packed, remove } = await unpackModuleInto(await installedModule(progress));
    run.processes.onStop("packed module", remove);
    const library = await startLibrary(run);
    const fixture = await prepareTeam(library);
    const { lab, argo } = library;
    await installOwnTemplates(library);
    const argoApi = await ArgoApi.open(argo, lab.api);
    // Next to the module, so that everything loaded from there finds Backstage.
    const scratch = join(packed, "..", "..", "..");
    // The cached folder's own package.json has the module's name: Node would find a module that isn't built there.
    writeFileSync(join(scratch, "package.json"), JSON.stringify({ name: "scratch", private: true }));
    const { team } = fixture;
    const { environment } = library.stacks;
    const common = { lab, environment, scratch, argoApi, team };
    const { engine } = await startBackstage({ ...common, name: "main", server: argo.url });
    progress("ready\n");

    const backstage: BackstageRun = {
      ...{ table, library, fixture, lab, argo, argoApi, engine, token: argoApi.tokenOf(team), team, scratch },
      start: (name, server, permissions) =>
        startBackstage({ ...common, name, server: server.url, ...(permissions && { permissions }) }),
    };
    for (const side of groups) {
      const chosen = Object.entries(side).filter(
        ([name]) => run.wants(name) && !(name === "library" && run.has(withoutLibrary)),
      );
      await Promise.all(chosen.map(([, rows]) => rows(backstage)));
      if (chosen.length > 0) progress(`${chosen.map(([name]) => name).join(", ")} done`);
    }
    await table.row("no log of Backstage has a token", [], () =>
      [...argoApi.variables.values()].flatMap((token) => logsWith(lab.processes.folder, token)),
    );
  },
);

function logsWith(folder: string, secret: string): string[] {
  const logs = readdirSync(folder).filter((file) => file.startsWith("backstage"));
  if (logs.length === 0) return ["Backstage has no log"];
  return logs.filter((file) => readFileSync(join(folder, file), "utf8").includes(secret));
}
