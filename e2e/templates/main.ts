import { supervise } from "../lab/supervise";
import { toolRoots } from "../shared/library/images/tool-roots";
import { setStage, type Stage } from "../shared/library/library-in-lab";
import { prepareSandbox, type Sandbox } from "../shared/library/sandbox";
import { standInLines } from "../shared/stand-ins";
import { Table } from "../shared/table";
import { admissionRows } from "./rows/admission-rows";
import { approvalRows } from "./rows/approval-rows";
import { argoCdRows } from "./rows/argo-cd-rows";
import { checkoutRows } from "./rows/checkout-rows";
import { deploymentRows } from "./rows/deployment-rows";
import { exampleRows } from "./rows/example-rows";
import { helmRows } from "./rows/helm-rows";
import { lossRows } from "./rows/loss-rows";
import { notificationRows } from "./rows/notification-rows";
import { parameterRows } from "./rows/parameter-rows";
import { rolloutRows } from "./rows/rollout-rows";
import { supplyChainRows } from "./rows/supply-chain-rows";
import { testRows } from "./rows/test-rows";
import { summary } from "./summary";

type Rows = (table: Table, stage: Stage, sandbox: Sandbox) => Promise<void>;
type Lane = Readonly<Record<string, Rows>>;

/** Groups of a lane run one after the other, lanes side by side. Argo CD's rows sync what an example syncs too. */
const lanes: readonly Lane[] = [
  { parameters: parameterRows, examples: exampleRows, "argo-cd": argoCdRows },
  {
    checkout: checkoutRows,
    approvals: approvalRows,
    tests: testRows,
    "supply-chain": supplyChainRows,
  },
  {
    deployments: deploymentRows,
    rollouts: rolloutRows,
    helm: helmRows,
    notifications: notificationRows,
    loss: lossRows,
  },
];
/** Looks at what all others left. */
const last: Lane = { admission: admissionRows };
const names = [...lanes, last].flatMap((lane) => Object.keys(lane));

const notProved = [
  "Node 22 and 24, Java 17, 21 and 25: each choice runs the one version that this machine has",
  "Kaniko, Trivy, Argo CD, Slack, ECR and KMS themselves: see the stand-ins",
  "that a node pulls the images of images.yaml: no registry is asked for them",
];

/**
 * `npm run e2e:templates`: every template of the library in the lab; exit code 1 if a cell of its table is wrong.
 * Names of groups as arguments leave out the others.
 */
void supervise(async (given) => {
  const only = process.argv.slice(2);
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(", ")}; groups are ${names.join(", ")}.`);
  const from = Date.now();
  const elapsed = (): string => `${((Date.now() - from) / 1000).toFixed(0)} s`;
  const crashed: string[] = [];
  const stage = await setStage({
    ...given,
    progress: (line) => console.log(line),
    onUnexpectedExit: (message) => crashed.push(message),
  });
  const sandbox = await prepareSandbox(stage);
  console.log(`stage set after ${elapsed()}\n`);
  const table = new Table();
  const run = async (lane: Lane): Promise<void> => {
    for (const [name, rows] of Object.entries(lane)) {
      if (only.length > 0 && !only.includes(name)) continue;
      await rows(table, stage, sandbox);
      console.log(`      ${name} done after ${elapsed()}`);
    }
  };
  await Promise.all(lanes.map(run));
  await run(last);
  await table.row("no program ended by itself", [], () => crashed);

  console.log("\nStand-ins:");
  standInLines().forEach((line) => console.log(line));
  for (const [name, { differs }] of Object.entries(toolRoots))
    if (differs !== undefined) console.log(`  image ${name}: ${differs}`);
  console.log("\nNot proved:");
  [...stage.missing, ...notProved].forEach((line) => console.log(`  ${line}`));
  console.log(`\n${summary(stage.runs.outcomes)}`);
  table.print();
  return table.wrong === 0 ? 0 : 1;
}).then((code) => process.exit(code));
