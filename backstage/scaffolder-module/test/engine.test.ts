import { mockCredentials } from "@backstage/backend-test-utils";

import { backstageToken, FakeArgo } from "./fixtures/fake-argo";
import { accessOf } from "./fixtures/people";
import { Scaffolder } from "./fixtures/scaffolder";
import { softwareTemplate } from "./fixtures/software-template";

const software = (name: string, step: object, parameters: object = {}) =>
  softwareTemplate(name, step, {
    parameters,
    output: {
      links: [{ title: "Workflow", url: "${{ steps.run.output.url }}" }],
      text: [{ title: "Outputs", content: "${{ steps.run.output.outputs.digest }}" }],
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
  ...["team-a", "team-b"].flatMap((namespace) => [
    software(`submit-${namespace}`, {
      action: "argo:workflow:submit",
      input: { namespace, template: "build", parameters: { "git-repo": "r" }, wait: true },
    }),
    software(`get-${namespace}`, { action: "argo:workflow:get", input: { namespace, name: "known" } }),
    software(`wait-${namespace}`, { action: "argo:workflow:wait", input: { namespace, name: "known" } }),
    software(`list-${namespace}`, { action: "argo:workflowTemplate:list", input: { namespace } }),
  ]),
  software("expression", {
    action: "argo:workflow:submit",
    input: { namespace: "team-a", template: "build", parameters: { "git-repo": "{{=1}}" } },
  }),
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

describe("in Backstage's own scaffolder", () => {
  let argo: FakeArgo;
  let scaffolder: Scaffolder;

  beforeAll(async () => {
    argo = await FakeArgo.start();
    argo.addTemplate("build", [
      { name: "git-repo" },
      { name: "scan", value: "true", enum: ["true", "false"] },
      { name: "tag", value: "v1" },
    ]);
    scaffolder = await Scaffolder.start(entities, [
      {
        name: "main",
        baseUrl: argo.url,
        token: backstageToken,
        access: accessOf("group:default/a", "team-a"),
      },
    ]);
  }, 120_000);

  afterAll(async () => {
    await scaffolder?.stop();
    await argo?.stop();
  });

  it("lists the actions, with their examples", async () => {
    const { body } = await scaffolder.call("GET", "/actions");
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
    const { status, said, output } = await scaffolder.run("build", {
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
    const { status, said } = await scaffolder.run("build", { "git-repo": "r" });
    expect([status, said]).toEqual(["failed", expect.stringContaining("ended as Failed: child failed")]);
  });

  it("creates nothing in a dry run, and shows Argo's answer", async () => {
    const before = argo.workflows.size;
    const request = { template: entities[0], values: { "git-repo": "r" }, directoryContents: [] };
    const { status, body } = await scaffolder.call("POST", "/dry-run", request);
    expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining("nothing was created")]);
    expect(argo.workflows.size).toBe(before);
  });

  it("refuses a form without a required field before a task starts", async () => {
    expect(await scaffolder.run("build")).toMatchObject({
      status: "400",
      said: expect.stringContaining("git-repo") as unknown,
    });
  });

  it("refuses inputs that the action doesn't have, and names that Kubernetes doesn't", async () => {
    const { status, said } = await scaffolder.run("sloppy");
    expect(status).toBe("failed");
    expect(said).toMatch(/Invalid input passed to action argo:workflow:submit.*(url|namespace)/);
  });

  it("submits each element of an each once", async () => {
    argo.nextStatuses = [{ phase: "Running" }];
    const before = argo.workflows.size;
    expect(await scaffolder.run("crowd")).toMatchObject({ status: "completed" });
    expect([...argo.workflows.values()].slice(before).map(({ parameters }) => parameters["tag"])).toEqual([
      "v1",
      "v2",
    ]);
  });

  describe("lets people act only in the namespaces of their groups", () => {
    beforeAll(() => {
      for (const namespace of ["team-a", "team-b"])
        argo.workflows.set(`${namespace}/known`, {
          metadata: { name: "known", namespace, uid: `uid-${namespace}`, labels: {}, annotations: {} },
          parameters: {},
          statuses: [{ phase: "Succeeded" }],
          log: [],
        });
    });

    it.each(["submit", "get", "wait", "list"])("%s", async (action) => {
      argo.nextStatuses = [{ phase: "Succeeded" }];
      expect(await scaffolder.run(`${action}-team-a`)).toMatchObject({ status: "completed" });
      const before = argo.received.length;
      for (const [person, form] of [
        ["user:default/mock", `${action}-team-b`],
        ["user:default/otto", `${action}-team-a`],
        ["user:default/nina", `${action}-team-a`],
      ] as const) {
        const { status, said } = await scaffolder.run(form, {}, person);
        expect([status, said]).toEqual(["failed", expect.stringContaining(`${person} may not`)]);
      }
      expect(argo.received.slice(before)).toEqual([]);
    });

    it("sends Argo no value that it would evaluate", async () => {
      const before = argo.received.length;
      const { status, said } = await scaffolder.run("expression");
      expect([status, said]).toEqual(["failed", expect.stringContaining("contains two opening braces")]);
      expect(argo.received.slice(before)).toEqual([]);
    });
  });

  it("answers pickers", async () => {
    const answer = await scaffolder.call("POST", "/autocomplete/argo-workflows/clusterWorkflowTemplates", {
      token: mockCredentials.user.token(),
      context: {},
    });
    expect(answer).toEqual({ status: 200, body: { results: [{ id: "build", title: "build" }] } });
  });

  it("offers reading through the actions registry", async () => {
    const registry = `${scaffolder.url}/.backstage/actions/v1/actions`;
    const authorization = mockCredentials.service.header();
    const { actions } = (await (await fetch(registry, { headers: { authorization } })).json()) as {
      actions: { id: string }[];
    };
    expect(actions.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["scaffolder:get-argo-workflow", "scaffolder:list-argo-workflow-templates"]),
    );
  });
});
