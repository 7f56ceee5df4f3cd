import { join } from "node:path";
import type { Page } from "playwright-core";
import { titleAnnotation } from "../../../config/annotations";
import type { WorkflowTemplate } from "../../../config/workflow-template";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import { FormPage } from "../pages/form-page";
import { TaskPage } from "../pages/task-page";
import { component } from "../portal-in-lab";
import type { PortalRun } from "../portal-run";
import { valuesOf, where } from "./form-rows";

/**
 * One template of each kind, with the artifact that its run stores, in two sequences that run at the same time. A
 * deployment stores none.
 */
const sequences: readonly (readonly { readonly name: string; readonly artifact?: string }[])[] = [
  [{ name: "build-node-pnpm", artifact: "dist" }, { name: "deploy-helm" }],
  [
    { name: "run-load-tests", artifact: "summary" },
    { name: "ci-test", artifact: "report" },
  ],
];

/** The path of a user from the list of forms to the finished workflow. */
export async function pathRows(run: PortalRun, templates: readonly WorkflowTemplate[]): Promise<void> {
  const pipeline = templates.find(({ name }) => name === "ci-pipeline");
  await Promise.all([
    fourAnswers(run, pipeline?.annotations[titleAnnotation] ?? ""),
    ...sequences.map(async (sequence) => {
      for (const { name, artifact } of sequence) {
        const template = templates.find((each) => each.name === name);
        if (template === undefined) throw new Error(`there is no form for ${name}`);
        await path(run, template, artifact);
      }
    }),
  ]);
}

/** The answers that somebody who knows nothing of Argo types to build and deploy. */
const typed = new Map([
  ["image-tag", "portal"],
  ["test-image", "docker.io/library/node:24.18.0-bookworm"],
  ["test-command", "npm run test:integration"],
  ["deployment-name", "api"],
]);

/** Build and deploy a component of the catalog. Everything else is picked, or is as the form has it. */
async function fourAnswers(run: PortalRun, title: string): Promise<void> {
  const { browser, backstage, library, fixture, team } = run;
  const page = await browser.signIn(backstage.url);
  const task = new TaskPage(page);
  await browser.row(
    page,
    "ci-pipeline: four typed answers build and deploy a component",
    [[], "", ["Succeeded"], "a digest of backend/api"],
    async () => {
      const picked = new Map([
        ["argoNamespace", team],
        ["sourceComponent", component],
        ["image-name", "backend/api"],
        ["test-service", "postgres"],
        ["namespace", fixture.staging],
        ["argoWait", "true"],
      ]);
      const form = await FormPage.choose(page, backstage.url, title);
      const filled = await form.review(new Map([...picked, ...typed]));
      await form.create();
      const error = await task.end();
      const workflows = await workflowsOf(library.lab.api, team, task.task);
      const image = await imageOf(run, "api");
      return [
        [...picked.keys(), ...typed.keys()].filter((key) => !filled.includes(key)),
        error,
        workflows.map(({ status }) => status?.phase),
        /\/backend\/api@sha256:[0-9a-f]{64}$/.test(image) ? "a digest of backend/api" : image,
      ];
    },
  );
  await page.context().close();
}

/** Image of a Deployment in the team's second target. */
async function imageOf({ library, fixture }: PortalRun, name: string): Promise<string> {
  const path = `/apis/apps/v1/namespaces/${fixture.staging}/deployments/${name}`;
  const { spec } = await library.lab.api.get<{
    spec: { template: { spec: { containers: { image: string }[] } } };
  }>(path);
  return spec.template.spec.containers[0]?.image ?? "";
}

async function path(run: PortalRun, template: WorkflowTemplate, artifact: string | undefined): Promise<void> {
  const { browser, backstage, library, team } = run;
  const { name } = template;
  const page = await browser.signIn(backstage.url);
  const task = new TaskPage(page);
  await browser.row(page, `${name}: from the list to a task, whose log the page shows`, "runs", async () => {
    const form = await FormPage.choose(page, backstage.url, template.annotations[titleAnnotation] ?? name);
    const answers = new Map([
      ...valuesOf(run, template),
      ...where(team),
      ["catalogEntity", component],
      ["argoWait", "true"],
    ]);
    await form.fill(answers);
    if (name === pictured) await picture(run, page, "form");
    await form.review(answers);
    await form.create();
    await task.readAlong(/Workflow is (Pending|Running)/);
    if (name === pictured && run.pictures !== undefined) await task.readAlong(/Workflow is Running/);
    if (name === pictured) await picture(run, page, "running");
    return "runs";
  });
  await browser.row(
    page,
    `${name}: the task ends without an error, the workflow succeeded`,
    ["", ["Succeeded"]],
    async () => {
      const error = await task.end();
      if (name === pictured) await picture(run, page, "result");
      return [
        error,
        (await workflowsOf(library.lab.api, team, task.task)).map(({ status }) => status?.phase),
      ];
    },
  );
  await browser.row(page, `${name}: Open in Argo leads to that run`, [200, true, "Succeeded"], () =>
    followToArgo(run, task),
  );
  if (artifact !== undefined)
    await browser.row(page, `${name}: ${artifact} is under the team's prefix`, [true, []], () =>
      keptArtifacts(run, task, name, artifact),
    );
  await browser.row(
    page,
    `${name}: Open in the catalog leads to the component`,
    `/catalog/default/component/${component}`,
    async () => {
      await task.link("Open in the catalog").click();
      await page.getByRole("heading", { name: component }).first().waitFor();
      return new URL(page.url()).pathname.toLowerCase();
    },
  );
  await page.context().close();
}

/** Status of the page that the link opens, whether the link has the address of the run, and the phase of the run. */
async function followToArgo({ library, team, token }: PortalRun, task: TaskPage): Promise<unknown[]> {
  const [workflow] = await workflowsOf(library.lab.api, team, task.task);
  const { name = "", uid = "" } = workflow?.metadata ?? {};
  const address = `/workflows/${team}/${name}?uid=${uid}`;
  const target = await task.target("Open in Argo");
  const opened = await task.page.context().newPage();
  const answer = await opened.goto(target);
  await opened.close();
  const run = await library.argo.call("GET", `/api/v1${address}`, token);
  const { status } = (await run.json()) as { status?: { phase?: string } };
  return [answer?.status(), target === `${library.argo.url}${address}` || target, status?.phase];
}

/** Whether the artifact can be downloaded, and artifact keys of the run that are outside the team's prefix. */
async function keptArtifacts(
  { library, team }: PortalRun,
  task: TaskPage,
  template: string,
  artifact: string,
): Promise<unknown[]> {
  const [workflow] = await workflowsOf(library.lab.api, team, task.task);
  const outcome = await library.runs.now(team, template, workflow?.metadata.name ?? "");
  const keys = outcome.nodes
    .flatMap(({ outputs }) => outputs?.artifacts ?? [])
    .map(({ s3 }) => s3?.key ?? "no key");
  return [
    await library.runs.kept(outcome, artifact),
    keys.filter((key) => !key.startsWith(`artifacts/${team}/`)),
  ];
}

/** The run whose pages the documentation shows. */
const pictured = "run-load-tests";

/** Pixels that show the whole page. */
const heights = { form: 1270, running: 780, result: 1060 };

async function picture({ pictures }: PortalRun, page: Page, name: keyof typeof heights): Promise<void> {
  if (pictures === undefined) return;
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: heights[name] });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  if (usual !== null) await page.setViewportSize(usual);
}
