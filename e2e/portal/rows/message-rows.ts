import type { Page } from "playwright-core";

import { workflowsOf } from "../../backstage/workflows-of";
import { waitFor } from "../../lab/wait-for";
import { FormPage } from "../pages/form-page";
import { TaskPage } from "../pages/task-page";
import type { PortalScene } from "../scene";
import { component, staleForm } from "../stage";

/** What a person reads when something goes wrong, and what else the portal says of a run. */
export async function messageRows(scene: PortalScene): Promise<void> {
  const { browser, site, stage, team } = scene;
  const page = await browser.signIn(site.url);
  const says = async (seconds: number, ...words: RegExp[]): Promise<string[]> => {
    const shown = await new TaskPage(page).end(seconds);
    const unsaid = words.filter((each) => !each.test(shown)).map(String);
    return unsaid.length === 0
      ? []
      : [`the page says ${JSON.stringify(shown)}, and not ${unsaid.join(", ")}`];
  };
  await browser.row(
    page,
    "a run that fails: the page names the step, its exit code and its last line",
    [],
    async () => {
      await start(page, site.url, "greet", { name: "Ada", "exit-code": "3" }, team);
      return says(120, /ended as Failed/, /exit code 3/, /no greeting today/);
    },
  );
  await browser.row(
    page,
    "a run that is refused: the page names the parameter and what is wrong with it",
    [],
    async () => {
      await page.goto(`${site.url}/create/templates/default/${staleForm}`);
      const form = new FormPage(page);
      await form.create();
      return says(60, /name is missing/);
    },
  );
  await browser.row(page, "refused: no workflow was made", [], async () =>
    (await workflowsOf(stage.lab.api, team, new TaskPage(page).task)).map(({ metadata }) => metadata.name),
  );
  await browser.row(
    page,
    "the community plugin's list for the component has the run, with its phase",
    [200, "Succeeded"],
    async () => {
      const task = await start(page, site.url, "greet", { name: "Grace" }, team);
      const error = await task.end(120);
      if (error !== "") return [error];
      const [workflow] = await workflowsOf(stage.lab.api, team, task.task);
      const query = new URLSearchParams({
        labelSelector: `backstage.io/kubernetes-id=${component}`,
        namespace: team,
        instanceName: stage.scene.environment.name,
      });
      // Until every run has a phase, the plugin refuses the whole list.
      return waitFor("an answer other than 502", async () => {
        const { status, body } = await site.get(`/argo-workflows/workflows?${query.toString()}`);
        if (status === 502) return undefined;
        const runs = (body ?? []) as Listed[] | { items: Listed[] };
        const found = (Array.isArray(runs) ? runs : runs.items).find(
          ({ metadata }) => metadata.name === workflow?.metadata.name,
        );
        return [status, found?.status.phase];
      });
    },
  );
  await page.context().close();
}

interface Listed {
  readonly metadata: { readonly name: string };
  readonly status: { readonly phase: string };
}

/** Fills in a form and creates the task, which waits for the workflow's end. */
async function start(
  page: Page,
  site: string,
  template: string,
  values: Readonly<Record<string, string>>,
  team: string,
): Promise<TaskPage> {
  const form = await FormPage.open(page, site, template);
  await form.fill(new Map(Object.entries(values)), await form.fields());
  await form.next();
  await form.fill(
    new Map([
      ["argoNamespace", team],
      ["argoWait", "true"],
    ]),
    await form.fields(),
  );
  await form.pick("catalogEntity", component);
  await form.review();
  await form.create();
  return new TaskPage(page);
}
