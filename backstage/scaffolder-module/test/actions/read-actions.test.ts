import { mockCredentials } from "@backstage/backend-test-utils";
import { actionsRegistryServiceMock } from "@backstage/backend-test-utils/alpha";

import { createGetWorkflowAction } from "../../src/actions/get-workflow";
import { createListWorkflowTemplatesAction } from "../../src/actions/list-workflow-templates";
import { autocomplete } from "../../src/autocomplete";
import { registerActions } from "../../src/actions-registry";
import { accessTo, contextWith } from "../fixtures/context";
import { FakeArgo } from "../fixtures/fake-argo";

const token = mockCredentials.user.token("user:default/jane");
const credentials = mockCredentials.user("user:default/jane");

describe("reading", () => {
  let argo: FakeArgo;
  beforeEach(async () => {
    argo = await FakeArgo.start();
    argo.addTemplate("test", []);
    argo.addTemplate(
      "build",
      [
        { name: "repo", description: "Repository" },
        { name: "scan", value: true, enum: [true, false] },
      ],
      {
        "workflows.argoproj.io/title": "Build",
        "workflows.argoproj.io/description": "Builds an *image*",
        "aws-argo-infra/pattern.repo": "^https://",
      },
    );
    argo.templates.set("team-a/own", { metadata: { name: "own" }, spec: {} });
    const metadata = { name: "build-1", namespace: "team-a", uid: "uid-1", labels: {}, annotations: {} };
    argo.workflows.set("team-a/build-1", {
      metadata,
      parameters: {},
      statuses: [{ phase: "Running", progress: "1/2" }],
      log: [],
    });
  });
  afterEach(() => argo.stop());

  const build = {
    kind: "ClusterWorkflowTemplate",
    name: "build",
    title: "Build",
    description: "Builds an *image*",
    parameters: [
      { name: "repo", description: "Repository", pattern: "^https://", required: true },
      { name: "scan", value: "true", enum: ["true", "false"], required: false },
    ],
  };
  const test = { kind: "ClusterWorkflowTemplate", name: "test", parameters: [] };

  it("argo:workflow:get returns the state", async () => {
    const { context, outputs } = contextWith({ namespace: "team-a", name: "build-1" });
    await createGetWorkflowAction(accessTo(argo)).handler(context);
    expect(outputs).toMatchObject({
      phase: "Running",
      progress: "1/2",
      url: "https://argo.example.com/workflows/team-a/build-1?uid=uid-1",
    });
  });

  it("argo:workflowTemplate:list returns names, titles, descriptions and parameters, sorted", async () => {
    const { context, outputs } = contextWith({});
    await createListWorkflowTemplatesAction(accessTo(argo)).handler(context);
    expect(outputs["templates"]).toEqual([build, test]);
  });

  it("argo:workflowTemplate:list returns those of a namespace, which is required", async () => {
    const { context, outputs } = contextWith({ kind: "WorkflowTemplate", namespace: "team-a" });
    await createListWorkflowTemplatesAction(accessTo(argo)).handler(context);
    expect(outputs["templates"]).toEqual([{ kind: "WorkflowTemplate", name: "own", parameters: [] }]);
    const { context: without } = contextWith({ kind: "WorkflowTemplate" });
    await expect(createListWorkflowTemplatesAction(accessTo(argo)).handler(without)).rejects.toThrow(
      "namespace is missing",
    );
  });

  it("shows only what the configuration allows", async () => {
    const access = accessTo(argo, undefined, {
      allowedTemplates: ["te*"],
      allowedNamespaces: ["team-b", "x-*"],
    });
    const { context, outputs } = contextWith({});
    await createListWorkflowTemplatesAction(access).handler(context);
    expect(outputs["templates"]).toEqual([test]);
    const { context: other } = contextWith({ namespace: "team-a", name: "build-1" });
    await expect(createGetWorkflowAction(access).handler(other)).rejects.toThrow(
      "Backstage may not use namespace team-a",
    );
    const ask = (resource: string) => autocomplete(access)({ resource, token, context: {} });
    expect(await ask("namespaces")).toEqual({ results: [{ id: "team-b", title: "team-b" }] });
    expect(await ask("clusterWorkflowTemplates")).toEqual({ results: [{ id: "test", title: "test" }] });
  });

  it("completes instances and templates for pickers", async () => {
    const ask = (resource: string, context = {}) =>
      autocomplete(accessTo(argo))({ resource, token, context });
    expect(await ask("instances")).toEqual({ results: [{ id: "main", title: "main" }] });
    expect(await ask("clusterWorkflowTemplates")).toEqual({
      results: [
        { id: "build", title: "Build" },
        { id: "test", title: "test" },
      ],
    });
    expect(await ask("workflowTemplates", { namespace: "team-a" })).toEqual({
      results: [{ id: "own", title: "own" }],
    });
    await expect(ask("secrets")).rejects.toThrow("Unknown resource secrets");
  });

  it("offers reading, and only reading, through the actions registry", async () => {
    const registry = actionsRegistryServiceMock();
    registerActions(registry, accessTo(argo));
    const { actions } = await registry.list();
    expect(actions.map(({ id, attributes }) => [id, attributes])).toEqual([
      ["test:get-argo-workflow", { readOnly: true, destructive: false, idempotent: true }],
      ["test:list-argo-workflow-templates", { readOnly: true, destructive: false, idempotent: true }],
    ]);
    const state = await registry.invoke({
      id: "test:get-argo-workflow",
      input: { namespace: "team-a", name: "build-1" },
      credentials,
    });
    expect(state.output).toMatchObject({ phase: "Running", progress: "1/2" });
    const list = { id: "test:list-argo-workflow-templates", input: {}, credentials };
    expect((await registry.invoke(list)).output).toEqual({ templates: [build, test] });
  });
});
