import { mockCredentials } from "@backstage/backend-test-utils";
import { actionsRegistryServiceMock } from "@backstage/backend-test-utils/alpha";

import { createGetWorkflowAction } from "../../src/actions/get-workflow";
import { createListWorkflowTemplatesAction } from "../../src/actions/list-workflow-templates";
import { createSubmitWorkflowAction } from "../../src/actions/submit-workflow";
import { createWaitForWorkflowAction } from "../../src/actions/wait-for-workflow";
import { autocomplete } from "../../src/autocomplete";
import { registerActions } from "../../src/actions-registry";
import { accessTo, contextWith, QuickClock } from "../fixtures/context";
import { backstageToken, FakeArgo } from "../fixtures/fake-argo";

const [jane, nina] = ["user:default/jane", "user:default/nina"];
const runsInA = [{ namespace: "team-a", groups: ["group:default/a"] }];
const sentence = (operation: string, what: string, groups = "group:default/a") =>
  `user:default/${groups === "none" ? "nina" : "jane"} may not ${operation} ${what}. An administrator grants access to groups in argoWorkflows.instances[].access of main; your groups are: ${groups}`;

describe("access to Argo", () => {
  let argo: FakeArgo;
  beforeEach(async () => {
    argo = await FakeArgo.start();
    argo.addTemplate("build", [{ name: "repo", value: "r" }]);
    argo.addTemplate("deploy", []);
    argo.templates.set("team-b/own", { metadata: { name: "own" }, spec: {} });
    for (const [namespace, template] of [
      ["team-a", "build"],
      ["team-b", "deploy"],
    ] as const)
      argo.workflows.set(`${namespace}/${template}-1`, {
        metadata: { name: `${template}-1`, namespace, uid: `uid-${template}`, labels: {}, annotations: {} },
        spec: { workflowTemplateRef: { name: template, clusterScope: true } },
        parameters: {},
        statuses: [{ phase: "Succeeded" }],
        log: [],
      });
  });
  afterEach(() => argo.stop());

  type Input = Record<string, unknown>;
  const actions = {
    submit: createSubmitWorkflowAction,
    get: createGetWorkflowAction,
    wait: createWaitForWorkflowAction,
    list: createListWorkflowTemplatesAction,
  };
  interface Options {
    readonly user?: string;
    readonly access?: readonly object[] | undefined;
    readonly more?: object;
  }
  /** The error of an action, or undefined. */
  const run = async (
    action: keyof typeof actions,
    input: Input,
    { user = jane, access = runsInA, more = {} }: Options = {},
  ): Promise<string | undefined> => {
    const { context } = contextWith(input, {
      getInitiatorCredentials: async () => mockCredentials.user(user),
      user: { ref: user },
    });
    const create = actions[action] as typeof createGetWorkflowAction;
    const made = create(accessTo(argo, new QuickClock(), { access, ...more }));
    return Promise.resolve(made.handler(context)).then(
      () => undefined,
      (error: Error) => `${error.name}: ${error.message}`,
    );
  };
  const registered = async (id: string, input: object, credentials = mockCredentials.user(jane) as never) => {
    const registry = actionsRegistryServiceMock();
    registerActions(registry, accessTo(argo, undefined, { access: runsInA }));
    return registry.invoke({ id: `test:${id}`, input: input as never, credentials }).then(
      ({ output }) => output,
      (error: Error) => String(error),
    );
  };
  const denied = (text: string) => `NotAllowedError: ${text}`;

  const allowed: readonly [keyof typeof actions, Input][] = [
    ["submit", { namespace: "team-a", template: "build" }],
    ["submit", { namespace: "team-a", template: "build", wait: true }],
    ["get", { namespace: "team-a", name: "build-1" }],
    ["wait", { namespace: "team-a", name: "build-1" }],
    ["list", {}],
    ["list", { namespace: "team-a" }],
  ];
  it.each(allowed)("lets a member of the group %s %j", async (action, input) => {
    expect(await run(action, input)).toBeUndefined();
  });

  it.each<[keyof typeof actions, Input, string]>([
    ["submit", { namespace: "team-b", template: "build" }, sentence("run", "workflows in namespace team-b")],
    ["get", { namespace: "team-b", name: "deploy-1" }, sentence("read", "workflows in namespace team-b")],
    ["wait", { namespace: "team-b", name: "deploy-1" }, sentence("read", "workflows in namespace team-b")],
    [
      "list",
      { kind: "WorkflowTemplate", namespace: "team-b" },
      sentence("run", "workflows in namespace team-b"),
    ],
    ["list", { namespace: "team-b" }, sentence("run", "workflows in namespace team-b")],
    [
      "wait",
      { namespace: "team-a", name: "build-1", terminateOnAbort: true },
      sentence("end", "workflows in namespace team-a"),
    ],
    [
      "submit",
      { namespace: "team-a", template: "build", wait: true, terminateOnAbort: true },
      sentence("end", "workflows in namespace team-a"),
    ],
  ])("refuses %s %j, and sends Argo nothing", async (action, input, text) => {
    expect(await run(action, input)).toBe(denied(text));
    expect(argo.received).toEqual([]);
  });

  it.each(allowed)("refuses everyone %s %j without access in the configuration", async (action, input) => {
    expect(await run(action, input, { access: undefined, more: { access: [] } })).toMatch(
      /^NotAllowedError: user:default\/jane may not (run|read) workflows in /,
    );
    expect(argo.received).toEqual([]);
  });

  it.each(allowed)("refuses a person without a group %s %j", async (action, input) => {
    expect(await run(action, input, { user: nina })).toMatch(/^NotAllowedError: .* your groups are: none$/);
    expect(argo.received).toEqual([]);
  });

  it("reads groups from the sign-in, and ignores case", async () => {
    const access = [{ namespace: "team-a", groups: ["Group:Default/A"] }];
    expect(await run("get", { namespace: "team-a", name: "build-1" }, { access })).toBeUndefined();
  });

  it("accepts a person in place of a group", async () => {
    const access = [{ namespace: "team-a", groups: [nina] }];
    expect(
      await run("get", { namespace: "team-a", name: "build-1" }, { user: nina, access }),
    ).toBeUndefined();
  });

  describe("to some templates", () => {
    const groups = ["group:default/a"];
    const access = [
      { namespace: "team-a", groups, templates: ["build"], may: ["run", "read"] },
      {
        namespace: "team-b",
        groups,
        templates: ["ClusterWorkflowTemplate/bui*"],
        may: ["run", "read", "end"],
      },
    ];

    it("runs these and no others", async () => {
      expect(await run("submit", { namespace: "team-a", template: "build" }, { access })).toBeUndefined();
      argo.received.length = 0;
      expect(await run("submit", { namespace: "team-a", template: "deploy" }, { access })).toBe(
        denied(sentence("run", "ClusterWorkflowTemplate deploy in namespace team-a")),
      );
      const own = { namespace: "team-b", kind: "WorkflowTemplate", template: "own" };
      expect(await run("submit", own, { access })).toBe(
        denied(sentence("run", "WorkflowTemplate own in namespace team-b")),
      );
      expect(argo.received).toEqual([]);
    });

    it("reads and awaits their workflows and no others", async () => {
      const other = { namespace: "team-b", name: "deploy-1" };
      const text = denied(sentence("read", "workflow deploy-1 in namespace team-b"));
      expect(await run("get", { namespace: "team-a", name: "build-1" }, { access })).toBeUndefined();
      expect(await run("get", other, { access })).toBe(text);
      expect(await run("wait", { ...other, terminateOnAbort: true }, { access })).toBe(text);
      const found = argo.workflows.get("team-b/deploy-1");
      if (found) Reflect.deleteProperty(found, "spec");
      expect(await run("get", other, { access })).toBe(text);
    });

    it("lists these and no others", async () => {
      const { context, outputs } = contextWith({});
      await createListWorkflowTemplatesAction(accessTo(argo, undefined, { access })).handler(context);
      expect(outputs["templates"]).toEqual([expect.objectContaining({ name: "build" })]);
    });
  });

  it("ends a workflow of a canceled task only for a person who may", async () => {
    argo.rights.set(backstageToken, { namespaces: ["team-a"], verbs: ["get", "patch"] });
    const access = [{ ...runsInA[0], may: ["read", "end"] }];
    const found = argo.workflows.get("team-a/build-1");
    if (found) found.statuses = [{ phase: "Running" }];
    const controller = new AbortController();
    const clock = new QuickClock();
    clock.onSleep = () => controller.abort(new Error("canceled"));
    const input = { namespace: "team-a", name: "build-1", terminateOnAbort: true };
    const { context, log } = contextWith(input, { signal: controller.signal });
    const action = createWaitForWorkflowAction(accessTo(argo, clock, { access }));
    await expect(action.handler(context)).rejects.toThrow("canceled");
    expect(log.at(-1)).toContain("was terminated");
  });

  it("uses a namespace's own token there", async () => {
    argo.rights.set("token-of-a", { namespaces: ["team-a"], verbs: ["create", "get"] });
    const more = { namespaceTokens: [{ namespace: "team-a", token: "token-of-a" }] };
    expect(await run("submit", { namespace: "team-a", template: "build" }, { more })).toBeUndefined();
    expect(new Set(argo.received.map(({ authorization }) => authorization))).toEqual(
      new Set(["Bearer token-of-a"]),
    );
  });

  it("is the same through the actions registry, and only for people", async () => {
    const own = { namespace: "team-a", name: "build-1" };
    expect(await registered("get-argo-workflow", own)).toMatchObject({ phase: "Succeeded" });
    argo.received.length = 0;
    const other = { namespace: "team-b", name: "deploy-1" };
    expect(await registered("get-argo-workflow", other)).toContain(
      sentence("read", "workflows in namespace team-b"),
    );
    const list = { kind: "WorkflowTemplate", namespace: "team-b" };
    expect(await registered("list-argo-workflow-templates", list)).toContain("may not run workflows");
    expect(await registered("get-argo-workflow", own, mockCredentials.service() as never)).toContain(
      "only for people who signed in to Backstage, not for services",
    );
    expect(argo.received).toEqual([]);
  });

  it("is the same for pickers, which need the person's own token", async () => {
    const access = accessTo(argo, undefined, { access: runsInA });
    const ask = (resource: string, token: string, context = {}) =>
      autocomplete(access)({ resource, token, context });
    const token = mockCredentials.user.token(jane);
    expect(await ask("namespaces", token)).toEqual({ results: [{ id: "team-a", title: "team-a" }] });
    argo.received.length = 0;
    const other = mockCredentials.user.token(nina);
    expect(await ask("instances", other)).toEqual({ results: [] });
    await expect(ask("clusterWorkflowTemplates", other)).rejects.toThrow(
      sentence("run", "workflows in any namespace", "none"),
    );
    await expect(ask("workflowTemplates", token, { namespace: "team-b" })).rejects.toThrow("may not run");
    await expect(ask("namespaces", "none")).rejects.toThrow(
      "token must be the Backstage token of the person",
    );
    expect(argo.received).toEqual([]);
  });

  it("sends no value to Argo that Argo would evaluate", async () => {
    const parameters = { repo: "{{workflow.name}}", other: "a {{=1}}" };
    expect(await run("submit", { namespace: "team-a", template: "build", parameters })).toBe(
      "InputError: repo contains two opening braces, which Argo would evaluate; other contains two opening braces, which Argo would evaluate",
    );
    expect(argo.received).toEqual([]);
  });
});
