import { join } from "node:path";
import type { Page } from "playwright-core";
import type { WorkflowTemplate } from "../../../tools/backstage/workflow-templates";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import { FormPage } from "../pages/form-page";
import { TaskPage } from "../pages/task-page";
import type { PortalScene } from "../scene";
import { component } from "../stage";
import { valuesOf } from "./form-rows";

/**
 * One template of each kind, with the artifact that its run leaves, in two lanes: the runs of a lane follow each other.
 * A deployment leaves none.
 */
const lanes: readonly (readonly { readonly name: string; readonly artifact?: string }[])[] = [
  [{ name: "build-node-pnpm", artifact: "dist" }, { name: "deploy-helm" }],
  [
    { name: "run-load-tests", artifact: "summary" },
    { name: "ci-test", artifact: "report" },
  ],
];

/** A person's whole way, from the list of forms to the finished workflow. */
export async function pathRows(scene: PortalScene, templates: readonly WorkflowTemplate[]): Promise<void> {
  await Promise.all(
    lanes.map(async (lane) => {
      for (const { name, artifact } of lane) {
        const template = templates.find((each) => each.name === name);
        if (template === undefined) throw new Error(`There is no form for ${name}.`);
        await path(scene, template, artifact);
      }
    }),
  );
}

async function path(
  scene: PortalScene,
  template: WorkflowTemplate,
  artifact: string | undefined,
): Promise<void> {
  const { browser, site, stage, team } = scene;
  const { name } = template;
  const page = await browser.signIn(site.url);
  const task = new TaskPage(page);
  await browser.row(
    page,
    `${name}: from the list to a task, whose log can be read along`,
    "runs",
    async () => {
      const form = await FormPage.choose(
        page,
        site.url,
        template.annotations["workflows.argoproj.io/title"] ?? name,
      );
      const fields = await form.fields();
      await form.fill(valuesOf(scene, template, fields), fields);
      if (name === pictured) await picture(scene, page, "form");
      await form.next();
      const place = await form.fields();
      await form.fill(
        new Map([
          ["argoNamespace", team],
          ["argoWait", "true"],
        ]),
        place,
      );
      await form.pick("catalogEntity", component);
      await form.review();
      await form.create();
      await task.readAlong(/Workflow is (Pending|Running)/);
      if (name === pictured && scene.pictures !== undefined) await task.readAlong(/Workflow is Running/);
      if (name === pictured) await picture(scene, page, "running");
      return "runs";
    },
  );
  await browser.row(
    page,
    `${name}: the task ends without an error, the workflow succeeded`,
    ["", ["Succeeded"]],
    async () => {
      const error = await task.end(300);
      if (name === pictured) await picture(scene, page, "result");
      return [error, (await workflowsOf(stage.lab.api, team, task.task)).map(({ status }) => status?.phase)];
    },
  );
  await browser.row(page, `${name}: Open in Argo leads to that run`, [200, true, "Succeeded"], () =>
    followToArgo(scene, task),
  );
  if (artifact !== undefined)
    await browser.row(page, `${name}: ${artifact} lies below the team's prefix`, [true, []], () =>
      keptArtifacts(scene, task, name, artifact),
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

/** Status of the page that the link opens, whether its address is the run's, and the phase that Argo tells of it. */
async function followToArgo({ stage, team, token }: PortalScene, task: TaskPage): Promise<unknown[]> {
  const [workflow] = await workflowsOf(stage.lab.api, team, task.task);
  const { name = "", uid = "" } = workflow?.metadata ?? {};
  const address = `/workflows/${team}/${name}?uid=${uid}`;
  const target = await task.target("Open in Argo");
  const opened = await task.page.context().newPage();
  const answer = await opened.goto(target);
  await opened.close();
  const run = await stage.argo.call("GET", `/api/v1${address}`, token);
  const { status } = (await run.json()) as { status?: { phase?: string } };
  return [answer?.status(), target === `${stage.argo.url}${address}` || target, status?.phase];
}

/** Whether the artifact can be had, and keys of the run's artifacts that lie outside the team's prefix. */
async function keptArtifacts(
  { stage, team }: PortalScene,
  task: TaskPage,
  template: string,
  artifact: string,
): Promise<unknown[]> {
  const [workflow] = await workflowsOf(stage.lab.api, team, task.task);
  const outcome = await stage.runs.now(team, template, workflow?.metadata.name ?? "");
  const keys = outcome.nodes
    .flatMap(({ outputs }) => outputs?.artifacts ?? [])
    .map(({ s3 }) => s3?.key ?? "no key");
  return [
    await stage.runs.kept(outcome, artifact),
    keys.filter((key) => !key.startsWith(`artifacts/${team}/`)),
  ];
}

/** The run whose pages stand in the documentation. */
const pictured = "run-load-tests";

/** Pixels that show the whole page. */
const heights = { form: 1270, running: 780, result: 1060 };

async function picture({ pictures }: PortalScene, page: Page, name: keyof typeof heights): Promise<void> {
  if (pictures === undefined) return;
  const usual = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: heights[name] });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  if (usual !== null) await page.setViewportSize(usual);
}
