import type { ServiceFactory } from "@backstage/backend-plugin-api";
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from "@backstage/backend-test-utils";
import { catalogServiceMock } from "@backstage/plugin-catalog-node/testUtils";

import argoWorkflows from "../src";
import { backstageToken, FakeArgo } from "./fixtures/fake-argo";

/** A Software Template with one step. */
const software = (name: string, step: object, parameters: object = {}) => ({
  apiVersion: "scaffolder.backstage.io/v1beta3",
  kind: "Template",
  metadata: { name, namespace: "default" },
  spec: {
    owner: "group:default/platform",
    type: "workflow",
    parameters,
    steps: [{ id: "run", name: "Run", ...step }],
    output: {
      links: [{ title: "Workflow", url: "${{ steps.run.output.url }}" }],
      text: [{ title: "Outputs", content: "${{ steps.run.output.outputs.digest }}" }],
    },
  },
});

const entities = [
  software(
    "build",
    {
      action: "argo:workflow:submit",
      input: {
        namespace: "team-a",
        template: "build",
        parameters: {
          "git-repo": "${{ parameters['git-repo'] }}",
          scan: "${{ parameters.scan }}",
          tag: "${{ parameters.tag }}",
        },
        wait: true,
      },
    },
    {
      required: ["git-repo"],
      properties: {
        "git-repo": { type: "string" },
        scan: { type: "boolean", default: true },
        tag: { type: "string" },
      },
    },
  ),
  software("sloppy", {
    action: "argo:workflow:submit",
    input: { namespace: "Team A", template: "build", url: "http://elsewhere" },
  }),
  software("list", { action: "argo:workflowTemplate:list", input: {} }),
  software("crowd", {
    each: ["v1", "v2"],
    action: "argo:workflow:submit",
    input: {
      namespace: "team-a",
      template: "build",
      parameters: { "git-repo": "r", tag: "${{ each.value }}" },
    },
  }),
];

interface TaskEvent {
  readonly type: string;
  readonly body: {
    readonly message: string;
    readonly status?: string;
    readonly output?: Record<string, unknown>;
    readonly error?: unknown;
  };
}

describe("in Backstage's own scaffolder", () => {
  let argo: FakeArgo;
  let backend: TestBackend;
  let base: string;

  beforeAll(async () => {
    argo = await FakeArgo.start();
    argo.addTemplate("build", [
      { name: "git-repo" },
      { name: "scan", value: "true", enum: ["true", "false"] },
      { name: "tag", value: "v1" },
    ]);
    const instances = [{ name: "main", baseUrl: argo.url, token: backstageToken }];
    backend = await startTestBackend({
      features: [
        import("@backstage/plugin-scaffolder-backend"),
        argoWorkflows,
        mockServices.rootConfig.factory({ data: { argoWorkflows: { instances } } }),
        catalogServiceMock.factory({ entities }) as ServiceFactory,
      ],
    });
    base = `http://127.0.0.1:${backend.server.port()}/api/scaffolder/v2`;
  }, 60_000);

  afterAll(async () => {
    await backend?.stop();
    await argo?.stop();
  });

  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { "content-type": "application/json", authorization: "Bearer mock-user-token" },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, never> };
  };
  const run = async (template: string, values: object = {}) => {
    const started = await call("POST", "/tasks", { templateRef: `template:default/${template}`, values });
    if (started.status !== 201)
      return { status: String(started.status), said: JSON.stringify(started.body), output: undefined };
    const id = String(started.body["id"]);
    for (;;) {
      const { status } = (await call("GET", `/tasks/${id}`)).body as unknown as { status: string };
      if (!["open", "processing"].includes(status)) {
        const events = (await call("GET", `/tasks/${id}/events`)).body as unknown as TaskEvent[];
        return {
          status,
          said: events.map(({ body }) => `${body.message} ${JSON.stringify(body.error ?? "")}`).join("\n"),
          output: events.find(({ type }) => type === "completion")?.body.output,
        };
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  it("lists the actions, with their examples", async () => {
    const { body } = await call("GET", "/actions");
    const ids = (body as unknown as { id: string; examples?: object[] }[]).filter(({ id }) =>
      id.startsWith("argo:"),
    );
    expect(ids.map(({ id, examples = [] }) => [id, examples.length > 0])).toEqual([
      ["argo:workflow:get", true],
      ["argo:workflow:submit", true],
      ["argo:workflow:wait", true],
      ["argo:workflowTemplate:list", true],
    ]);
  });

  it("runs a form to a finished workflow, with links and outputs", async () => {
    argo.nextStatuses = [
      {
        phase: "Succeeded",
        progress: "1/1",
        outputs: { parameters: [{ name: "digest", value: "sha256:1" }] },
      },
    ];
    const { status, said, output } = await run("build", {
      "git-repo": "https://example.com/x.git",
      scan: false,
    });
    expect([status, said]).toEqual(["completed", expect.stringContaining("Workflow is Succeeded (1/1)")]);
    const [workflow] = [...argo.workflows.values()].slice(-1);
    expect(workflow?.parameters).toEqual({
      "git-repo": "https://example.com/x.git",
      scan: "false",
      tag: "v1",
    });
    expect(workflow?.metadata.annotations).toMatchObject({ "aws-argo-infra/user": "user:default/mock" });
    expect(output).toMatchObject({
      links: [{ url: expect.stringContaining(`/workflows/team-a/${workflow?.metadata.name}`) as unknown }],
      text: [{ content: "sha256:1" }],
    });
  });

  it("fails with the workflow's reason", async () => {
    argo.nextStatuses = [{ phase: "Failed", message: "child failed" }];
    const { status, said } = await run("build", { "git-repo": "r" });
    expect([status, said]).toEqual(["failed", expect.stringContaining("ended as Failed: child failed")]);
  });

  it("creates nothing in a dry run, and shows what Argo would say", async () => {
    const before = argo.workflows.size;
    const request = { template: entities[0], values: { "git-repo": "r" }, directoryContents: [] };
    const { status, body } = await call("POST", "/dry-run", request);
    expect([status, JSON.stringify(body["log"])]).toEqual([
      200,
      expect.stringContaining("nothing was created"),
    ]);
    expect(argo.workflows.size).toBe(before);
  });

  it("refuses a form without a required field before a task starts", async () => {
    expect(await run("build")).toMatchObject({
      status: "400",
      said: expect.stringContaining("git-repo") as unknown,
    });
  });

  it("refuses inputs that the action doesn't have, and names that Kubernetes doesn't", async () => {
    const { status, said } = await run("sloppy");
    expect(status).toBe("failed");
    expect(said).toMatch(/Invalid input passed to action argo:workflow:submit.*(url|namespace)/);
  });

  it("submits each element of an each once", async () => {
    argo.nextStatuses = [{ phase: "Running" }];
    const before = argo.workflows.size;
    expect(await run("crowd")).toMatchObject({ status: "completed" });
    expect([...argo.workflows.values()].slice(before).map(({ parameters }) => parameters["tag"])).toEqual([
      "v1",
      "v2",
    ]);
  });

  it("answers pickers", async () => {
    const answer = await call("POST", "/autocomplete/argo-workflows/clusterWorkflowTemplates", {
      token: "none",
      context: {},
    });
    expect(answer).toEqual({ status: 200, body: { results: [{ id: "build", title: "build" }] } });
  });

  it("offers reading through the actions registry", async () => {
    const registry = `http://127.0.0.1:${backend.server.port()}/api/scaffolder/.backstage/actions/v1/actions`;
    const authorization = mockCredentials.service.header();
    const { actions } = (await (await fetch(registry, { headers: { authorization } })).json()) as {
      actions: { id: string }[];
    };
    expect(actions.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["scaffolder:get-argo-workflow", "scaffolder:list-argo-workflow-templates"]),
    );
  });
});
