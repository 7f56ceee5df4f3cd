import type { Environment } from "../../config/environment";
import { requirePrograms } from "../lab/system-packages";
import { runSuite } from "../shared/frame";
import { startAwsRun } from "./aws-run";
import { notProved } from "./not-proved";
import { edit, previewProject, unchangedProject } from "./projects";
import { standIns } from "./stand-ins";
import { disturbedApplies, guardedData, lostStates, narrowRoles, newAccount } from "./tracks";

/**
 * `npm run e2e:aws`: real Terraform applies the committed JSON to an AWS emulator. With `--take-over` it plays
 * docs/guides/take-over.md instead.
 */
void runSuite({ lab: false, flags: ["--take-over"], standIns, notProved }, async (run) => {
  const project = await unchangedProject(run);
  const [local, production, dev] = ["local", "production", "dev"].map((name) =>
    project.environment(name),
  ) as [Environment, Environment, Environment];
  await edit(project);
  if (run.has("--take-over")) {
    requirePrograms("The guide", [{ name: "aws", package: "awscli", purpose: "looking up IDs" }]);
    return lostStates(await startAwsRun(run, project, [production]), production);
  }
  const previews = previewProject(run);
  const preview = previews.environment("preview");
  const aws = await startAwsRun(run, project, [local, production, dev]);

  /** One environment's part of the run. An error ends this part only. */
  const track = ({ name }: Environment, work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => run.table.fail(`${name}: its part of the run`, error));
  await Promise.all([
    track(local, newAccount(aws, local)),
    track(production, guardedData(aws, production)),
    track(dev, disturbedApplies(aws, dev)),
    track(preview, narrowRoles(run, aws, previews, preview)),
  ]);
});
