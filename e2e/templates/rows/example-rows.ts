import type { Table } from "../../lab/selftest/table";
import { type Example, examples } from "../library";
import type { Parameters } from "../runs";
import type { Stage } from "../stage";
import type { Person } from "../world/person";

/** What an example names that only its reader's own world has; everything else stands as it is in the file. */
export interface Sandbox {
  /** Namespace that the examples run in. */
  readonly namespace: string;
  /** An image that is in the registry, by digest. */
  readonly image: string;
  /** Key of an image as a tar in the artifact bucket. */
  readonly imageTar: string;
  readonly person: Person;
}

/** Lanes run side by side, the examples of a lane one after the other, since they build on each other. */
const lanes = [
  ["checkout", "build-docker-image", "ci-build-push", "ci-secure-build"],
  ["notify", "sbom", "sign", "verify", "scan", "run-integration-tests", "build-java-maven"],
  ["validate-parameters", "approval", "run-load-tests", "build-node-pnpm"],
];

/** Each example of workflow-templates/examples succeeds. */
export async function exampleRows(table: Table, stage: Stage, sandbox: Sandbox): Promise<void> {
  const all = examples();
  const only = sandbox as unknown as { only?: string[] };
  await Promise.all(
    (only.only ? [only.only] : lanes).map(async (lane) => {
      for (const name of lane) {
        const example = all.get(name);
        if (example === undefined) continue;
        await table.row(`${name}: example`, "Succeeded", () => succeeds(stage, example, sandbox));
      }
    }),
  );
}

async function succeeds({ runs }: Stage, example: Example, sandbox: Sandbox): Promise<string> {
  const { template, artifacts } = example;
  const given = artifacts.map((each) => ({ ...each, s3: { key: sandbox.imageTar } }));
  const name = await runs.submit(sandbox.namespace, template, parametersOf(example, sandbox), given);
  if (template === "approval")
    await sandbox.person.answer(template, name, { decision: "approved", approver: "ann", reason: "looks good" });
  const outcome = await runs.end(sandbox.namespace, template, name);
  return outcome.phase === "Succeeded" ? outcome.phase : `${outcome.phase}: ${outcome.said}`;
}

function parametersOf({ template, parameters }: Example, { image }: Sandbox): Parameters {
  const replaced = Object.entries(parameters).map(([name, value]) => {
    if (name === "image" && value.includes("@sha256:0123456789abcdef")) return [name, image];
    // ECR refuses to move a tag, and the examples all name one.
    if (name === "image-tag") return [name, `${value}-${template}`];
    // As long as it takes to see that it works.
    if (name === "load-duration") return [name, "3s"];
    return [name, value];
  });
  return Object.fromEntries(replaced) as Parameters;
}
