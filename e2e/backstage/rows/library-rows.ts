import { type Example } from "../../../config/workflow-library";
import { waitFor } from "../../lab/wait-for";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import { exampleSequences, parametersOf, succeeds } from "../../shared/library/examples";
import type { BackstageRun } from "../backstage-run";

interface Form {
  readonly spec: {
    readonly parameters: readonly {
      readonly properties: Readonly<Record<string, { readonly type: string }>>;
    }[];
  };
}

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
        const form = engine.entity(name) as Form | undefined;
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
  { engine, lab, fixture, team }: BackstageRun,
  form: Form,
  example: Example,
): Promise<string[]> {
  const { template } = example;
  const fields = Object.assign({}, ...form.spec.parameters.map(({ properties }) => properties)) as Record<
    string,
    { readonly type: string } | undefined
  >;
  const values = Object.entries(parametersOf(example, fixture))
    // A form leaves out empty fields, and sends the value of a check box as a boolean.
    .filter(([, value]) => value !== "")
    .map(([key, value]) => [key, fields[key]?.type === "boolean" ? value === "true" : value] as const);
  const begun = await engine.begin(template, {
    ...Object.fromEntries(values),
    argoNamespace: team,
    argoWait: true,
  });
  if (!("id" in begun)) return ["refused", begun.refused];
  if (template === "release-pipeline") {
    const name = await waitFor(
      "a workflow of the task",
      async () => (await workflowsOf(lab.api, team, begun.id))[0]?.metadata.name,
    );
    const answer = { decision: "approved", approver: "ann", reason: "looks good" } as const;
    await fixture.approver.answer(template, name, answer);
  }
  const { status, log } = await engine.end(begun.id);
  const [workflow] = await workflowsOf(lab.api, team, begun.id);
  return [status, status === "completed" ? (workflow?.status?.phase ?? "") : log.slice(-600)];
}
