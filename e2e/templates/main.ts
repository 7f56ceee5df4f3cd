import { runSuite } from "../shared/frame";
import { imageStandIns } from "../shared/library/images/tool-roots";
import { type LibraryInLab, startLibrary } from "../shared/library/library-in-lab";
import { prepareTeam, type TeamFixture } from "../shared/library/team-fixture";
import type { Table } from "../shared/table";
import { notProved } from "./not-proved";
import { admissionRows } from "./rows/admission-rows";
import { approvalRows } from "./rows/approval-rows";
import { argoCdRows } from "./rows/argo-cd-rows";
import { cacheRows } from "./rows/cache-rows";
import { checkoutRows } from "./rows/checkout-rows";
import { deploymentRows } from "./rows/deployment-rows";
import { type ExampleOptions, exampleRows } from "./rows/example-rows";
import { gateRows } from "./rows/gate-rows";
import { helmRows } from "./rows/helm-rows";
import { lossRows } from "./rows/loss-rows";
import { notificationRows } from "./rows/notification-rows";
import { parameterRows } from "./rows/parameter-rows";
import { rolloutRows } from "./rows/rollout-rows";
import { sharedTargetRows } from "./rows/shared-target-rows";
import { supplyChainRows } from "./rows/supply-chain-rows";
import { testRows } from "./rows/test-rows";
import { summary } from "./summary";

/** Leaves out the examples of templates with a form: `npm run weekly` runs them. */
const withoutForms = "--without-forms";

type Rows = (
  table: Table,
  library: LibraryInLab,
  fixture: TeamFixture,
  options: ExampleOptions,
) => Promise<void>;
/** Groups that run one after the other. */
type Sequence = Readonly<Record<string, Rows>>;

/** These run at the same time. Argo CD's rows sync the same Application as an example, so they follow the examples. */
const sequences: readonly Sequence[] = [
  { parameters: parameterRows, examples: exampleRows, "argo-cd": argoCdRows },
  {
    checkout: checkoutRows,
    approvals: approvalRows,
    gates: gateRows,
    tests: testRows,
    "supply-chain": supplyChainRows,
    caches: cacheRows,
  },
  {
    deployments: deploymentRows,
    "shared-targets": sharedTargetRows,
    rollouts: rolloutRows,
    helm: helmRows,
    notifications: notificationRows,
    loss: lossRows,
  },
];
/** Reads the records of all other groups. */
const last: Sequence = { admission: admissionRows };

/** `npm run e2e:templates`: every template of the library in the lab. */
void runSuite(
  {
    lab: true,
    groups: sequences.concat(last).flatMap(Object.keys),
    flags: [withoutForms],
    standIns: imageStandIns(),
    notProved,
  },
  async (run) => {
    const library = await startLibrary(run);
    const fixture = await prepareTeam(library);
    run.progress("ready\n");
    run.notProved(...library.missing);
    const inOrder = async (sequence: Sequence): Promise<void> => {
      for (const [name, rows] of Object.entries(sequence)) {
        if (!run.wants(name)) continue;
        await rows(run.table, library, fixture, { withForms: !run.has(withoutForms) });
        run.progress(`${name} done`);
      }
    };
    await Promise.all(sequences.map(inOrder));
    await inOrder(last);
    run.summary(`\n${summary(library.runs.outcomes)}`);
  },
);
