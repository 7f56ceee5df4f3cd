import { entityAnnotation, softwareTemplateAnnotation, userKey } from "../../../config/annotations";
import { workflowsOf } from "../../shared/backstage/workflows-of";
import { names } from "../../shared/library/names";
import type { BackstageRun } from "../backstage-run";
import { tokenOf } from "../engine/engine";

/** What a row looks at in a Software Template. */
interface Form {
  readonly spec: {
    readonly parameters: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] }>>;
    }[];
  };
}

/** From a form to a finished workflow. */
export async function runRows({ table, lab, argo, engine, token, team }: BackstageRun): Promise<void> {
  const target = { argoNamespace: team };
  await table.row(
    "form to workflow: succeeded, every parameter as given, output and link arrive",
    ["completed", "formal true Ada = Lovelace", true, "formal|true|Ada = Lovelace|0"],
    async () => {
      const values = { ...target, name: "Ada = Lovelace", tone: "formal", loud: true, argoWait: true };
      const { id, status, output, log } = await engine.run("greet", values);
      const [workflow] = await workflowsOf(lab.api, team, id);
      const { name = "", uid = "" } = workflow?.metadata ?? {};
      const greeting = /formal true Ada = Lovelace/.exec(JSON.stringify(output))?.[0] ?? log;
      return [
        status,
        greeting,
        output.links?.[0]?.url?.endsWith(`/workflows/${team}/${name}?uid=${uid}`),
        await sent(name),
      ];
    },
  );
  await table.row(
    "a template of a team: its pages as it says, offered to the team only, and its run succeeds",
    [["Source", "Options"], [team], "completed", "Succeeded"],
    async () => {
      const form = engine.entity("nightly-report") as unknown as Form | undefined;
      const pages = form?.spec.parameters ?? [];
      const repository = `https://${names.git}/backend/api`;
      const values = { ...target, argoSource: "another", "report-repository": repository, argoWait: true };
      const { id, status } = await engine.run("nightly-report", values);
      const [workflow] = await workflowsOf(lab.api, team, id);
      return [
        pages.map(({ title }) => title),
        pages[0]?.properties.argoNamespace?.enum,
        status,
        workflow?.status?.phase,
      ];
    },
  );
  await table.row(
    "the run says who, by which task, for which component",
    ["mock", "shop", "user:default/mock", "component:default/shop", "template:default/pause"],
    async () => {
      const { id } = await engine.run("pause", { ...target, catalogEntity: "component:default/shop" });
      const [workflow] = await workflowsOf(lab.api, team, id);
      const { labels = {}, annotations = {} } = workflow?.metadata ?? {};
      const ours = [userKey, entityAnnotation, softwareTemplateAnnotation].map((key) => annotations[key]);
      return [labels[userKey], labels["backstage.io/kubernetes-id"], ...ours];
    },
  );
  await table.row("the community plugin's request for a component lists that run", [200, 1], async () => {
    const query = `listOptions.labelSelector=${encodeURIComponent("backstage.io/kubernetes-id=shop")}`;
    const answer = await argo.call("GET", `/api/v1/workflows/${team}?${query}`, token);
    const { items } = (await answer.json()) as { items: unknown[] | null };
    return [answer.status, items?.length];
  });
  await table.row(
    "form without waiting: the task ends at once, the workflow goes on",
    ["completed", "Running"],
    async () => {
      const { id, status } = await engine.run("pause", { ...target, duration: "600" });
      const [workflow] = await workflowsOf(lab.api, team, id);
      await lab.api.delete(
        `/apis/argoproj.io/v1alpha1/namespaces/${team}/workflows/${workflow?.metadata.name ?? ""}`,
      );
      return [status, workflow?.status?.phase ?? "Running"];
    },
  );
  await table.row("dry run: the real server validates it, nothing is created", [200, true, 0], async () => {
    const before = (await workflowsOf(lab.api, team)).length;
    const template = engine.entity("greet");
    const request = { template, values: { ...target, name: "Ada" }, directoryContents: [] };
    const { status, body } = await engine.call("POST", "/dry-run", request);
    const said = JSON.stringify(body).includes("nothing was created");
    return [status, said, (await workflowsOf(lab.api, team)).length - before];
  });
  await table.row("a picker gets the templates, by title", ["Greet", "Pause"], async () => {
    const path = "/autocomplete/argo-workflows/clusterWorkflowTemplates";
    const { body } = await engine.call("POST", path, { token: tokenOf(), context: {} });
    const { results } = body as { results: { id: string; title: string }[] };
    return results.filter(({ id }) => ["greet", "pause"].includes(id)).map(({ title }) => title);
  });

  async function sent(name: string): Promise<string> {
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${team}/workflows/${name}`;
    const { spec } = await lab.api.get<{
      spec: { arguments: { parameters: { name: string; value: string }[] } };
    }>(path);
    const values = new Map(spec.arguments.parameters.map((each) => [each.name, each.value]));
    return ["tone", "loud", "name", "exit-code"].map((each) => values.get(each)).join("|");
  }
}
