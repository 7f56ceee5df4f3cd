import { targetsConfigMap } from "../../../config/naming";
import type { KubernetesObject } from "../../lab/kubernetes-api";
import { waitFor } from "../../lab/wait-for";
import { manifestsOf } from "../../shared/installation/manifests-of";
import { installClusterTemplates } from "../../shared/library/cluster-templates";
import { patientWait } from "../../shared/library/examples";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "deploy-kubernetes";
/** The same template with less patience, so that the row is short. */
const impatient = `${template}-impatient`;
/** A team that deploys to the fixture's target too, and has no quota left. */
const neighbor = "team-frontend";

/** Lets the neighbor make no pods. */
const quota = `/api/v1/namespaces/${neighbor}/resourcequotas/used-up`;

/** A team whose pods can't start doesn't keep another team from deploying to the target that they share. */
export async function sharedTargetRows(
  table: Table,
  library: LibraryInLab,
  fixture: TeamFixture,
): Promise<void> {
  const { runs } = library;
  const application = await fixture.application(fixture.target, "shared");
  await share(library, fixture.target);
  const given = {
    "deployment-name": "shared",
    namespace: fixture.target,
    image: fixture.images.two,
    "wait-timeout": patientWait,
  };
  await table.row(
    `${template}: a team without quota for its pod loses the lock in time, and the next team deploys`,
    { held: true, waited: true, first: "Failed", said: true, second: "Succeeded", revision: "2" },
    async () => {
      const first = await runs.submit(neighbor, impatient, given);
      const held = await saysSoon(library, neighbor, first, /exceeded quota/);
      const second = await runs.submit(fixture.team, template, given);
      const waited = await saysSoon(library, fixture.team, second, /[Ww]aiting for .*lock/);
      const after = await runs.end(fixture.team, template, second, 600);
      const before = await runs.end(neighbor, impatient, first, 300);
      // Other rows run in the neighbor's namespace.
      await library.lab.api.delete(quota);
      return {
        ...{ held, waited },
        first: before.phase,
        said: before.said.includes("timeout") || before.said,
        second: phaseOf(after),
        revision: await application.revision(),
      };
    },
  );
}

/** The neighbor may deploy to the namespace, and may make no pods. */
async function share(library: LibraryInLab, target: string): Promise<void> {
  const { lab, stacks } = library;
  const configMap = `/api/v1/namespaces/${neighbor}/configmaps/${targetsConfigMap}`;
  const demands = JSON.stringify({ signature: false, approvals: 0, groups: "" });
  await lab.api.patch(configMap, { data: { [`demands.${target}`]: demands } });
  await lab.api.apply({
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata: { name: "used-up", namespace: neighbor },
    spec: { hard: { pods: "0" } },
  });
  const original = manifestsOf(stacks.json("templates")).find(({ metadata }) => metadata.name === template);
  if (original === undefined) throw new Error(`the library has no ${template}`);
  const hasty = JSON.stringify(original)
    .replace(/"pendingTimeout":"[^"]*"/, '"pendingTimeout":"90s"')
    .replace(`"name":"${template}"`, `"name":"${impatient}"`);
  await installClusterTemplates(library, [JSON.parse(hasty) as KubernetesObject]);
}

async function saysSoon(
  { runs }: LibraryInLab,
  namespace: string,
  name: string,
  sentence: RegExp,
): Promise<boolean> {
  return waitFor(`${name} says ${sentence}`, async () => {
    const { said } = await runs.now(namespace, template, name);
    return sentence.test(said) ? true : undefined;
  });
}
