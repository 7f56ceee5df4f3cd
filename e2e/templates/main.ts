import { Table } from "../lab/selftest/table";
import { standInLines } from "../lab/stand-ins";
import { supervise } from "../lab/supervise";
import { toolRoots } from "./images/tool-roots";
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
import { prepareSandbox } from "./sandbox";
import { setStage } from "./stage";
import { summary } from "./summary";

const groups = {
  parameters: parameterRows,
  checkout: checkoutRows,
  examples: exampleRows,
  tests: testRows,
  "supply-chain": supplyChainRows,
  deployments: deploymentRows,
  rollouts: rolloutRows,
  helm: helmRows,
  "argo-cd": argoCdRows,
  notifications: notificationRows,
  loss: lossRows,
  approvals: approvalRows,
  admission: admissionRows,
};

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
  const unknown = only.filter((name) => !Object.hasOwn(groups, name));
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(", ")}; groups are ${Object.keys(groups).join(", ")}.`);
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
  for (const [name, rows] of Object.entries(groups)) {
    if (only.length > 0 && !only.includes(name)) continue;
    await rows(table, stage, sandbox);
    console.log(`      after ${elapsed()}`);
  }
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
