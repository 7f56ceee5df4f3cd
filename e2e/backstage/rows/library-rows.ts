import { waitFor } from "../../lab/wait-for";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import { lanes, parametersOf, succeeds } from "../../shared/library/examples";
import { type Example, examples } from "../../shared/library/library";
import type { PortalScene } from "../scene";

interface Form {
  readonly spec: {
    readonly parameters: readonly {
      readonly properties: Readonly<Record<string, { readonly type: string }>>;
    }[];
  };
}

/** Seconds until a form counts as stuck; a busy machine takes its time. */
const patience = 900;
/** What a form's example needs and no form makes: a signature on the image that deploy-kubernetes verifies. */
const needed = ["sign"];

/**
 * Every form of the library, filled in by its template's example, ends as a workflow that succeeded. In the order of
 * the examples, which build on each other.
 */
export async function libraryRows(scene: PortalScene): Promise<void> {
  const { table, engine, library, fixture } = scene;
  const all = examples();
  await Promise.all(
    lanes.map(async (lane) => {
      for (const name of lane) {
        const example = all.get(name);
        if (example === undefined) throw new Error(`There is no example of ${name}.`);
        const form = engine.entity(name) as Form | undefined;
        if (form === undefined && needed.includes(name))
          await table.row(`${name}: no form; its example`, "Succeeded", () =>
            succeeds(library, example, fixture),
          );
        if (form !== undefined)
          await table.row(`${name}: form to workflow`, ["completed", "Succeeded"], () =>
            run(scene, form, example),
          );
      }
    }),
  );
}

async function run(
  { engine, lab, fixture, team }: PortalScene,
  form: Form,
  example: Example,
): Promise<string[]> {
  const { template } = example;
  const fields = Object.assign({}, ...form.spec.parameters.map(({ properties }) => properties)) as Record<
    string,
    { readonly type: string } | undefined
  >;
  const values = Object.entries(parametersOf(example, fixture))
    // A form leaves out a field that is empty, and gives a check box's value as a boolean.
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
      patience,
    );
    const answer = { decision: "approved", approver: "ann", reason: "looks good" } as const;
    await fixture.approver.answer(template, name, answer, patience);
  }
  const { status, log } = await engine.end(begun.id, patience);
  const [workflow] = await workflowsOf(lab.api, team, begun.id);
  return [status, status === "completed" ? (workflow?.status?.phase ?? "") : log.slice(-600)];
}
