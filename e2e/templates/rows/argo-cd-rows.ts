import { ApiError, type KubernetesObject } from "../../lab/kubernetes-api";
import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import { patientWait } from "../../shared/library/examples";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import type { Parameters } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const template = "deploy-argocd-sync";

/** Syncs that succeed, fail, don't get healthy, and never start. */
export async function argoCdRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { runs, repositories, argoCd } = library;
  const sync = (application: string, more: Parameters = {}) =>
    runs.run(fixture.team, template, {
      "application-name": application,
      "argocd-namespace": fixture.staging,
      "wait-timeout": patientWait,
      ...more,
    });
  await table.row(
    `${template}: to an older commit, then to the newest with prune`,
    {
      back: ["Succeeded", repositories.first],
      old: true,
      forth: ["Succeeded", repositories.head],
      pruned: true,
    },
    async () => {
      const back = await sync("api", { "application-revision": repositories.first });
      const old = await exists(library, fixture.staging);
      const forth = await sync("api", { prune: "true" });
      return {
        back: [phaseOf(back), back.output("revision")],
        old,
        forth: [phaseOf(forth), forth.output("revision")],
        pruned: !(await exists(library, fixture.staging)),
      };
    },
  );
  const failing = (path: string, application: string, more: Parameters, said: RegExp): Promise<void> =>
    table.row(`${template}: ${path}`, ["Failed", true], async () => {
      const outcome = await sync(application, more);
      return [outcome.phase, said.test(outcome.said) || outcome.said];
    });
  await Promise.all([
    failing(
      "a manifest that the cluster refuses",
      "broken",
      {},
      /Argo CD could not sync Application broken: Failed: /,
    ),
    failing(
      "never healthy",
      "deaf",
      { "wait-timeout": "30" },
      /not synced and healthy after 30 seconds: .*Progressing/,
    ),
    failing(
      "a namespace that deployTo doesn't list",
      "api",
      { "argocd-namespace": "frontend" },
      /is not in this team's deployTo list/,
    ),
  ]);
  await rivalRow(table, library, fixture);
  argoCd.stop();
  await failing(
    "Argo CD doesn't answer",
    "deaf",
    { "wait-timeout": "6" },
    /Argo CD has not started the sync/,
  );
  argoCd.start();
}

/** Another writer changes the Application until the run had a conflict; the run reads it again and succeeds. */
async function rivalRow(table: Table, { lab, runs }: LibraryInLab, fixture: TeamFixture): Promise<void> {
  await table.row(
    `${template}: another writer causes a conflict: it tries again`,
    ["met", "Succeeded"],
    async () => {
      const name = await runs.submit(fixture.team, template, {
        "application-name": "api",
        "argocd-namespace": fixture.staging,
        "wait-timeout": patientWait,
      });
      const path = `/apis/argoproj.io/v1alpha1/namespaces/${fixture.staging}/applications/api`;
      const over = new AbortController();
      const rival = (async () => {
        for (let count = 0; !over.signal.aborted; count++)
          await lab.api.patch(path, { metadata: { annotations: { count: String(count) } } });
      })();
      const met = await waitFor("the run reads again", async () =>
        (await logOf(lab, fixture.team, name)).includes("reading it again") ? "met" : undefined,
      ).finally(() => over.abort());
      await rival;
      return [met, phaseOf(await runs.end(fixture.team, template, name))];
    },
  );
}

/** The logs of a run's pods so far. */
async function logOf({ api }: Lab, namespace: string, workflow: string): Promise<string> {
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const selector = encodeURIComponent(`workflows.argoproj.io/workflow=${workflow}`);
  const { items } = await api.get<{ items: KubernetesObject[] }>(`${pods}?labelSelector=${selector}`);
  const logs = items.map(({ metadata }) => api.getText(`${pods}/${metadata.name}/log?container=main`));
  return (await Promise.all(logs)).join("\n");
}

/** Whether the ConfigMap exists that only the older commit contains. */
async function exists({ lab }: LibraryInLab, namespace: string): Promise<boolean> {
  try {
    await lab.api.get(`/api/v1/namespaces/${namespace}/configmaps/gitops`);
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return false;
    throw error;
  }
}
