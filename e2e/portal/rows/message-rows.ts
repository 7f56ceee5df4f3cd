import type { Page } from "playwright-core";
import { waitFor } from "../../lab/wait-for";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import { FormPage } from "../pages/form-page";
import { TaskPage } from "../pages/task-page";
import { component, staleForm } from "../portal-in-lab";
import type { PortalRun } from "../portal-run";

/** The messages that a user reads when a run fails, and the list of runs of a component. */
export async function messageRows(run: PortalRun): Promise<void> {
  const { browser, backstage, library, team } = run;
  const page = await browser.signIn(backstage.url);
  const says = async (...words: RegExp[]): Promise<string[]> => {
    const shown = await new TaskPage(page).end();
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
      await start(page, backstage.url, "greet", { name: "Ada", "exit-code": "3" }, team);
      return says(/ended as Failed: main: Error \(exit code 3\)/, /no greeting today/);
    },
  );
  await browser.row(
    page,
    "a run that is refused: the page names the parameter, no workflow is created",
    [[], []],
    async () => {
      const names = async (): Promise<string[]> =>
        (await workflowsOf(library.lab.api, team)).map(({ metadata }) => metadata.name);
      const before = await names();
      await page.goto(`${backstage.url}/create/templates/default/${staleForm}`);
      const form = new FormPage(page);
      await form.review();
      await form.create();
      const said = await says(/name is missing, and the template has no value for it/);
      return [said, (await names()).filter((name) => !before.includes(name))];
    },
  );
  await browser.row(
    page,
    "the list of the community plugin contains the run, with its phase",
    [200, "Succeeded"],
    async () => {
      const task = await start(page, backstage.url, "greet", { name: "Grace" }, team);
      const error = await task.end();
      if (error !== "") return [error];
      const [workflow] = await workflowsOf(library.lab.api, team, task.task);
      const query = new URLSearchParams({
        labelSelector: `backstage.io/kubernetes-id=${component}`,
        namespace: team,
        instanceName: `${library.stacks.environment.name}-${team}`,
      });
      // The plugin answers 502 until every run has a phase.
      return waitFor("an answer other than 502", async () => {
        const { status, body } = await backstage.get(`/argo-workflows/workflows?${query.toString()}`);
        if (status === 502) return undefined;
        const { workflows } = body as { workflows: Listed[] };
        const found = workflows.find(({ metadata }) => metadata.name === workflow?.metadata.name);
        return [status, found?.status.phase];
      });
    },
  );
  await browser.row(
    page,
    "the community plugin lists no other team with a team's token, and none with the library's",
    [false, false],
    async () => {
      const { name, teams } = library.stacks.environment;
      const other = teams.find(({ namespace }) => namespace !== team)?.namespace ?? "";
      const listed = async (instanceName: string, namespace: string): Promise<boolean> => {
        const query = new URLSearchParams({ labelSelector: "a=b", namespace, instanceName });
        return (await backstage.get(`/argo-workflows/workflows?${query.toString()}`)).status === 200;
      };
      return [await listed(`${name}-${team}`, other), await listed(name, team)];
    },
  );
  await page.context().close();
}

interface Listed {
  readonly metadata: { readonly name: string };
  readonly status: { readonly phase: string };
}

/** Fills in a form and creates a task that waits for the end of the workflow. */
async function start(
  page: Page,
  backstage: string,
  template: string,
  values: Readonly<Record<string, string>>,
  team: string,
): Promise<TaskPage> {
  const form = await FormPage.open(page, backstage, template);
  await form.review(
    new Map([
      ...Object.entries(values),
      ["argoNamespace", team],
      ["argoWait", "true"],
      ["catalogEntity", component],
    ]),
  );
  await form.create();
  return new TaskPage(page);
}
