import { type Example, examples } from "../../shared/library/library";
import type { Stage } from "../../shared/library/library-in-lab";
import type { Outcome, Parameters } from "../../shared/library/runs";
import type { Sandbox } from "../../shared/library/sandbox";
import { phaseOf } from "../../shared/library/steps";
import { Application } from "../../shared/library/world/application";
import type { Table } from "../../shared/table";

/** Lanes run side by side, the examples of a lane one after the other: what is verified and deployed was signed before. */
export const lanes = [
  ["release-pipeline", "checkout", "notify", "scan"],
  ["ci-pipeline", "ci-build-push", "ci-secure-build"],
  ["sbom", "sign", "verify", "deploy-kubernetes", "build-java-maven", "deploy-helm"],
  ["ci-cd-pipeline", "build-docker-image", "run-load-tests", "validate-parameters", "approval"],
  ["run-integration-tests", "ci-test", "build-node-pnpm", "deploy-argocd-sync"],
];

/** Each example of workflow-templates/examples succeeds. */
export async function exampleRows(table: Table, stage: Stage, sandbox: Sandbox): Promise<void> {
  const all = examples();
  const unnamed = [...all.keys()].filter((name) => !lanes.flat().includes(name));
  if (unnamed.length > 0) throw new Error(`No lane has the examples ${unnamed.join(", ")}.`);
  await Promise.all(
    lanes.map(async (lane) => {
      for (const name of lane) {
        const example = all.get(name);
        if (example === undefined) throw new Error(`There is no example of ${name}.`);
        if (name === "release-pipeline") await releaseRow(table, stage, example, sandbox);
        else await table.row(`${name}: example`, "Succeeded", () => succeeds(stage, example, sandbox));
      }
    }),
  );
}

/** Its example, approved: production runs what staging ran, and the record says who and why. */
async function releaseRow(table: Table, stage: Stage, example: Example, sandbox: Sandbox): Promise<void> {
  const { approver, reason } = approval;
  await table.row(
    "release-pipeline: example: production runs what staging ran, the record says who and why",
    { phase: "Succeeded", approver, reason, staging: true, production: true, notes: true },
    async () => {
      const outcome = await runExample(stage, example, sandbox);
      const { "deployment-name": name = "" } = example.parameters;
      const of = (namespace: string) => new Application(stage.lab.api, namespace, name);
      const image = outcome.output("image") ?? "none";
      return {
        phase: phaseOf(outcome),
        approver: outcome.output("approver"),
        reason: outcome.output("reason"),
        // Other examples deploy to staging too, and may have done so since.
        staging: (await of(sandbox.staging).images()).includes(image),
        production: (await of(sandbox.target).image()) === image,
        notes: await stage.runs.kept(outcome, "notes"),
      };
    },
  );
}

/** "Succeeded", or how an example ended. */
export async function succeeds(stage: Stage, example: Example, sandbox: Sandbox): Promise<string> {
  return phaseOf(await runExample(stage, example, sandbox));
}

const approval = { decision: "approved", approver: "ann", reason: "the numbers are good" } as const;

async function runExample({ runs }: Stage, example: Example, sandbox: Sandbox): Promise<Outcome> {
  const { template, artifacts } = example;
  const given = artifacts.map((each) => ({ ...each, s3: { key: sandbox.imageTar } }));
  const name = await runs.submit(sandbox.team, template, parametersOf(example, sandbox), given);
  if (template === "approval" || template === "release-pipeline")
    await sandbox.person.answer(template, name, approval);
  return runs.end(sandbox.team, template, name);
}

export function parametersOf({ template, parameters }: Example, { images }: Sandbox): Parameters {
  const replaced = Object.entries(parameters).map(([name, value]) => {
    if (name === "image" && /@sha256:0(123456789abcdef|0{62}1)/.test(value)) return [name, images.one];
    // ECR refuses to move a tag, and the examples all name one.
    if (name === "image-tag") return [name, `${value}-${template}`];
    // As long as it takes to see that it works.
    if (name === "load-duration") return [name, "3s"];
    return [name, value];
  });
  return Object.fromEntries(replaced) as Parameters;
}
