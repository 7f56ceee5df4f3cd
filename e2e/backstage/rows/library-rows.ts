import type { Example } from "../../../config/workflow-library";
import { waitFor } from "../../lab/wait-for";
import { formValues, hasField } from "../../shared/backstage/form-values";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import { exampleSequences, parametersOf, succeeds } from "../../shared/library/examples";
import type { BackstageRun } from "../backstage-run";

/** Examples without a form that others need: deploy-kubernetes verifies the signature that `sign` makes. */
const needed = ["sign"];

/**
 * Every form of the library, filled in with the values of its template's example, leads to a workflow that succeeds. Uses
 * the order of the examples, because some build on others.
 */
export async function libraryRows(backstage: BackstageRun): Promise<void> {
  const { table, engine, library, fixture } = backstage;
  await Promise.all(
    exampleSequences().map(async (sequence) => {
      for (const example of sequence) {
        const name = example.template;
        const form = engine.entity(name);
        if (form === undefined && needed.includes(name))
          await table.row(`${name}: no form; its example`, "Succeeded", () =>
            succeeds(library, example, fixture),
          );
        if (form !== undefined)
          await table.row(`${name}: form to workflow`, ["completed", "Succeeded"], () =>
            run(backstage, form, example),
          );
      }
    }),
  );
}

async function run(
  { engine, lab, library, fixture, team }: BackstageRun,
  form: object,
  example: Example,
): Promise<string[]> {
  const { template } = example;
  const waits = hasField(form, "argoWait");
  const begun = await engine.begin(template, {
    ...formValues(form, parametersOf(example, fixture), team),
    ...(waits && { argoWait: true }),
  });
  if (!("id" in begun)) return ["refused", begun.refused];
  const submitted = waitFor(
    "a workflow of the task",
    async () => (await workflowsOf(lab.api, team, begun.id))[0]?.metadata.name,
  );
  if (template === "release-pipeline") {
    const answer = { decision: "approved", approver: "ann", reason: "looks good" } as const;
    await fixture.approver.answer(template, await submitted, answer);
  }
  const { status, log } = await engine.end(begun.id);
  if (status !== "completed") return [status, log.slice(-600)];
  if (!waits) await library.runs.end(team, template, await submitted);
  const [workflow] = await workflowsOf(lab.api, team, begun.id);
  return [status, workflow?.status?.phase ?? ""];
}
