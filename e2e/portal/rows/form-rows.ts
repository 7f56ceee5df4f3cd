import { podSecurityLabel } from "../../../config/annotations";
import { readExamples } from "../../../config/workflow-library";
import type { WorkflowParameter, WorkflowTemplate } from "../../../config/workflow-template";
import { offeredTemplates } from "../../shared/backstage/generated-forms";
import { parametersOf } from "../../shared/library/examples";
import { differences, expectedField, type Field, oneLine } from "../expected-fields";
import { FormPage } from "../pages/form-page";
import type { PortalRun } from "../portal-run";

/** Matches no pattern of the library. */
const nonsense = '"; $(no) \\';

/** Every generated form: the fields that it shows, the values that it refuses, and those that it accepts. */
export async function formRows(run: PortalRun, templates: readonly WorkflowTemplate[]): Promise<void> {
  const { browser, backstage } = run;
  const page = await browser.signIn(backstage.url);
  for (const template of templates) {
    const { name, parameters } = template;
    const expected = new Map(parameters.map((each) => [each.name, expectedField(each)]));
    const form = await FormPage.open(page, backstage.url, name).catch((error: unknown) => error as Error);
    if (form instanceof Error) {
      await browser.row(page, `${name}: opens`, "opens", () => Promise.reject(form));
      continue;
    }
    await browser.row(
      page,
      `${name}: the fields match the template's ${expected.size} parameters`,
      [],
      async () => differences(expected, await form.fields()),
    );
    const required = [...expected].filter(([, field]) => field.required).map(([key]) => key);
    if (required.length > 0)
      await browser.row(page, `${name}: refused while empty: ${required.length} fields`, required, () =>
        form.heldBack(),
      );
    const values = valuesOf(run, template, expected);
    const bounded = parameters.filter(({ pattern }) => pattern !== undefined);
    if (bounded.length > 0)
      await browser.row(
        page,
        `${name}: bad input is refused: ${bounded.length} fields`,
        bounded.map(refusal),
        async () => {
          const needed = [...values].filter(([key]) => required.includes(key));
          const bad = bounded.map((each): [string, string] => [each.name, nonsense]);
          await form.fill(new Map([...needed, ...bad]), expected);
          return form.refused();
        },
      );
    await browser.row(page, `${name}: the example reaches the review unchanged`, [], async () => {
      await form.fill(values, expected);
      await form.next();
      const target = await form.fields();
      const problems = differences(targetFields(run, template), target);
      await form.fill(new Map([["argoNamespace", run.team]]), target);
      await form.review();
      return [...problems, ...reviewDifferences(await form.reviewed(), values, expected)];
    });
  }
  await page.context().close();
}

/** All templates that have a form. */
export function templatesWithForms(files: ReadonlyMap<string, string>): WorkflowTemplate[] {
  return offeredTemplates().filter(({ name }) => files.has(`${name}.yaml`));
}

/** The values that a user enters: those of the example, or the defaults and a name. */
export function valuesOf(
  { fixture }: PortalRun,
  { name, parameters }: WorkflowTemplate,
  fields: ReadonlyMap<string, Field>,
): Map<string, string> {
  const example = readExamples().get(name);
  const given: Readonly<Record<string, string>> =
    example === undefined ? { name: "Ada Lovelace" } : parametersOf(example, fixture);
  return new Map(
    parameters.map((each) => [each.name, given[each.name] ?? fields.get(each.name)?.value ?? ""]),
  );
}

/** The form's message about a value that doesn't match the pattern. */
function refusal(parameter: WorkflowParameter): string {
  return `'${expectedField(parameter).label}' doesn't fit: ${parameter.description ?? ""}`;
}

/** The second page, as backstage/README.md describes it. */
function targetFields({ library }: PortalRun, { labels }: WorkflowTemplate): Map<string, Field> {
  const { teams } = library.stacks.environment;
  const open = teams
    .filter(({ backstage }) => backstage)
    .filter(({ buildsImages }) => buildsImages || labels[podSecurityLabel] !== "baseline")
    .map(({ namespace }) => namespace);
  return new Map<string, Field>([
    [
      "argoNamespace",
      {
        label: "Team namespace",
        required: true,
        kind: "choice",
        value: open.length === 1 ? (open[0] ?? "") : "",
        help: "Namespace of the team that runs it, with its quota and its rights",
        choices: open,
      },
    ],
    [
      "catalogEntity",
      {
        label: "Component",
        required: false,
        kind: "text",
        value: "",
        help: "What the run is for; its page lists the run",
        choices: [],
      },
    ],
    [
      "argoWait",
      {
        label: "Wait for the end",
        required: false,
        kind: "check box",
        value: "false",
        help: "The task then fails if the workflow fails, and shows what it gave",
        choices: [],
      },
    ],
  ]);
}

/** Values that the review shows differently from what was entered. */
function reviewDifferences(
  seen: ReadonlyMap<string, string>,
  values: ReadonlyMap<string, string>,
  fields: ReadonlyMap<string, Field>,
): string[] {
  return [...values].flatMap(([name, value]) => {
    const { label = name, kind } = fields.get(name) ?? {};
    const shown = seen.get(label) ?? "";
    const wanted = kind === "check box" ? (value === "true" ? "✅" : "❌") : oneLine(value);
    return shown === wanted ? [] : [`${label} is ${JSON.stringify(shown)}, not ${JSON.stringify(wanted)}`];
  });
}
