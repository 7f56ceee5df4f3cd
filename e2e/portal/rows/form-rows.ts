import { readExamples } from "../../../config/workflow-library";
import type { WorkflowTemplate } from "../../../config/workflow-template";
import { asInExamples, offeredTemplates } from "../../shared/backstage/generated-forms";
import { parametersOf } from "../../shared/library/examples";
import { differences, type Field, oneLine } from "../expected-fields";
import { type ExpectedPage, expectedPages } from "../expected-form";
import { FormPage } from "../pages/form-page";
import type { PortalRun } from "../portal-run";

/** Matches no pattern of the library. */
const nonsense = '"; $(no) \\';

/** Every generated form: the fields that it shows, the values that it refuses, and those that it accepts. */
export async function formRows(run: PortalRun, templates: readonly WorkflowTemplate[]): Promise<void> {
  const { browser, backstage, library, team } = run;
  const page = await browser.signIn(backstage.url);
  for (const template of templates) {
    const { name } = template;
    const pages = expectedPages(template, asInExamples(library.stacks.environment), team);
    const form = await FormPage.open(page, backstage.url, name).catch((error: unknown) => error as Error);
    if (form instanceof Error) {
      await browser.row(page, `${name}: opens`, "opens", () => Promise.reject(form));
      continue;
    }
    const values = valuesOf(run, template);
    await browser.row(
      page,
      `${name}: the example reaches the review of ${pages.length} pages`,
      [],
      async () => {
        const problems: string[] = [];
        for (const expected of pages)
          problems.push(...(await pageProblems(run, form, template, expected, values)));
        return [...problems, ...reviewDifferences(await form.reviewed(), values, pages)];
      },
    );
  }
  await switchRow(run, page);
  await page.context().close();
}

/** Fills a page, after its fields, and what it refuses, were looked at. @returns what is wrong */
async function pageProblems(
  { team }: PortalRun,
  form: FormPage,
  { parameters, annotations }: WorkflowTemplate,
  { title, fields }: ExpectedPage,
  values: ReadonlyMap<string, string>,
): Promise<string[]> {
  const at = (problems: readonly string[]) => problems.map((each) => `${title}: ${each}`);
  const shown = await form.title();
  if (!shown.includes(title)) return [`${title}: the page is ${shown}`];
  // Decides which fields the page has.
  await form.fill(new Map([...where(team)].filter(([key]) => fields.has(key))));
  const expected = new Map(
    [...fields].map(([key, field]) => [key, key === "argoNamespace" ? { ...field, value: team } : field]),
  );
  const problems = at(differences(expected, await form.fields()));
  if (problems.length > 0) throw new Error(problems.join("; "));
  const needed = [...fields].flatMap(([key, { required, kind, value }]) =>
    required && kind.startsWith("text") && value === "" ? [key] : [],
  );
  if (needed.length > 0) problems.push(...at(unlike(needed, await form.heldBack(), "refused while empty")));
  const bounded = parameters.filter(
    ({ name, pattern }) => pattern !== undefined && fields.get(name)?.kind.startsWith("text"),
  );
  if (bounded.length > 0) {
    const given = [...values].filter(([key]) => fields.has(key));
    await form.fill(new Map([...given, ...bounded.map(({ name }): [string, string] => [name, nonsense])]));
    const refusals = bounded.map(({ name, description = "" }) => {
      const help = annotations[`aws-argo-infra/help.${name}`] ?? description;
      return `doesn't fit: ${oneLine(help)}`;
    });
    // The form makes its own label of the key of a field that has a condition.
    const said = (await form.refused()).map((each) => each.replace(/^'[^']*' /, ""));
    problems.push(...at(unlike(refusals, said, "bad input is refused")));
  }
  await form.fill(values);
  await form.next();
  return problems;
}

/** What is switched off is neither asked nor sent. */
async function switchRow({ browser, backstage, team }: PortalRun, page: FormPage["page"]): Promise<void> {
  await browser.row(
    page,
    "ci-pipeline: without tests and deployment, their fields are neither shown nor required",
    [["run-tests"], ["deploy-enabled"], []],
    async () => {
      const form = await FormPage.open(page, backstage.url, "ci-pipeline");
      await form.fill(
        new Map([
          ...where(team),
          ["git-repo", "https://git.example.com/backend/api"],
          ["image-name", "backend/api"],
        ]),
      );
      await form.fill(new Map([["image-tag", "1.0.0"]]));
      await form.next();
      await form.fill(new Map([["run-tests", "false"]]));
      const tests = [...(await form.fields()).keys()];
      await form.next();
      await form.fill(new Map([["deploy-enabled", "false"]]));
      const deployment = [...(await form.fields()).keys()];
      await form.review();
      // Defaults that were shown before may be there.
      const labels = [...(await form.reviewed()).keys()];
      return [
        tests,
        deployment,
        labels.filter((label) => /^(test (image|command)|deployment|namespace)/i.test(label)),
      ];
    },
  );
}

/** The team, and the address of a repository instead of a component. */
export function where(team: string): Map<string, string> {
  return new Map([
    ["argoNamespace", team],
    ["argoSource", "another"],
  ]);
}

/** All cluster templates that have a form. */
export function templatesWithForms(files: ReadonlyMap<string, string>): WorkflowTemplate[] {
  return offeredTemplates().filter(
    ({ kind, name }) => kind === "ClusterWorkflowTemplate" && files.has(`${name}.yaml`),
  );
}

/** The values that a user enters: those of the example, or a name. Fields that aren't here keep their defaults. */
export function valuesOf({ fixture }: PortalRun, { name }: WorkflowTemplate): Map<string, string> {
  const example = readExamples().get(name);
  const given: Readonly<Record<string, string>> =
    example === undefined ? { name: "Ada Lovelace" } : parametersOf(example, fixture);
  return new Map(Object.entries(given));
}

function unlike(expected: readonly string[], seen: readonly string[], what: string): string[] {
  const [wanted, got] = [expected, seen].map((each) => JSON.stringify([...each].sort()));
  return wanted === got ? [] : [`${what}: ${got ?? ""}, not ${wanted ?? ""}`];
}

/** Values that the review shows differently from what was entered. */
function reviewDifferences(
  seen: ReadonlyMap<string, string>,
  values: ReadonlyMap<string, string>,
  pages: readonly ExpectedPage[],
): string[] {
  const fields = new Map<string, Field>(pages.flatMap((page) => [...page.fields]));
  return [...values].flatMap(([name, value]) => {
    const field = fields.get(name);
    // The registry isn't asked.
    if (field === undefined) return [];
    const shown = seen.get(field.label) ?? "";
    const wanted = field.kind === "check box" ? (value === "true" ? "✅" : "❌") : oneLine(value);
    return shown === wanted
      ? []
      : [`${field.label} is ${JSON.stringify(shown)}, not ${JSON.stringify(wanted)}`];
  });
}
