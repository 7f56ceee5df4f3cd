import { parse, parseAllDocuments } from "yaml";
import { readChart } from "../../../config/chart";
import type { Environment } from "../../../config/environment";
import { readWorkflowTemplates } from "../../../config/workflow-template";
import { type PortalFiles, portalFiles } from "../../../tools/backstage/portal-files";
import type { PortalSettings } from "../../../tools/backstage/portal-settings";
import { withFolder } from "../../fixtures/environment-file";
import { fullEnvironment } from "../../fixtures/full-environment";

const template = (name: string, more: object = {}, spec: object = {}) =>
  JSON.stringify({ kind: "ClusterWorkflowTemplate", metadata: { name, ...more }, spec });
/** Without the teams that the fixture brings. */
const ownTeams = (changes: Record<string, object>, name: string): Environment => {
  const environment = fullEnvironment(changes, name);
  return { ...environment, teams: environment.teams.filter((team) => team.name.length === 1) };
};
const teams = { a: {}, b: { buildsImages: true, repositories: ["b/x"] }, c: { backstage: false } };
const dev = ownTeams({ backstage: { enabled: true }, teams }, "dev");
const prod = ownTeams({ backstage: { enabled: true }, teams: { a: {}, d: { buildsImages: true } } }, "prod");

interface Page {
  readonly title: string;
  readonly required?: string[];
  readonly properties: Record<string, { readonly enum?: string[]; readonly default?: unknown }>;
  readonly allOf?: { readonly if: object; readonly then: Page; readonly else?: object }[];
}
interface Form {
  readonly metadata: object;
  readonly spec: {
    readonly parameters: Page[];
    readonly steps: { readonly input: Record<string, unknown> }[];
    readonly output: object;
  };
}

const platform = { owner: "group:default/platform", componentPages: false };

function files(
  manifests: readonly string[],
  environments: readonly string[] = ["dev"],
  more: Partial<PortalSettings> = {},
): PortalFiles {
  const named = Object.fromEntries(manifests.map((content, index) => [`${index}.yaml`, content]));
  const templates = withFolder(named, readWorkflowTemplates);
  const settings = { ...platform, environments, groups: { a: ["group:default/team-a"] }, ...more };
  return portalFiles({
    templates,
    environments: [dev, prod],
    chart: readChart(),
    settings,
    target: "all.yaml",
  });
}
const form = (manifest: string, environments?: readonly string[]): Form =>
  parse([...files([manifest], environments).templates.values()][0] ?? "") as Form;
const parameters = (...all: object[]) => ({ arguments: { parameters: all } });

describe("a Software Template", () => {
  it("asks for every parameter, and hands each one to the action", () => {
    const { spec } = form(
      template(
        "build",
        {},
        parameters({ name: "git-repo" }, { name: "push", value: "true", enum: ["true", "false"] }),
      ),
    );
    expect(spec.parameters[0]).toMatchObject({
      required: ["argoNamespace", "git-repo"],
      properties: { push: { type: "boolean", default: true } },
    });
    expect(spec.steps[0]?.input).toEqual({
      instance: "dev",
      namespace: "${{ parameters['argoNamespace'] }}",
      kind: "ClusterWorkflowTemplate",
      template: "build",
      parameters: { "git-repo": "${{ parameters['git-repo'] }}", push: "${{ parameters['push'] }}" },
      entity: "${{ parameters['catalogEntity'] }}",
      wait: "${{ parameters['argoWait'] }}",
      timeoutSeconds: 14_400,
    });
  });

  it("has the template's title, description and group", () => {
    const annotations = {
      "workflows.argoproj.io/title": "Build",
      "workflows.argoproj.io/description": "Builds\nit\n",
    };
    const labels = { "app.kubernetes.io/component": "build" };
    expect(form(template("build", { annotations, labels })).metadata).toMatchObject({
      name: "build",
      title: "Build",
      description: "Builds it",
      tags: ["argo-workflows", "build"],
    });
    expect(form(template("nightly-job")).metadata).toMatchObject({ title: "Nightly job" });
  });

  it("offers the namespaces of the teams that allow Backstage", () => {
    const [page] = form(template("t")).spec.parameters;
    expect(page?.properties["argoNamespace"]?.enum).toEqual(["team-a", "team-b"]);
    expect(page?.required).toEqual(["argoNamespace"]);
  });

  it("offers only teams that build images, if the template needs looser Pod Security", () => {
    const [page] = form(template("t", { labels: { "aws-argo-infra/pod-security": "baseline" } })).spec
      .parameters;
    expect(page?.properties["argoNamespace"]).toMatchObject({ enum: ["team-b"], default: "team-b" });
  });

  it("asks for the environment where there are several, and then for one of its namespaces", () => {
    const { spec } = form(template("t"), ["prod", "dev"]);
    const [page] = spec.parameters;
    expect(page?.required).toEqual(["argoInstance"]);
    expect(page?.properties["argoInstance"]).toMatchObject({ enum: ["prod", "dev"], default: "prod" });
    expect(page?.properties).not.toHaveProperty("argoNamespace");
    expect(
      page?.allOf?.map(({ if: condition, then }) => [condition, then.properties["argoNamespace"]?.enum]),
    ).toEqual([
      [{ properties: { argoInstance: { const: "prod" } }, required: ["argoInstance"] }, ["team-a", "team-d"]],
      [{ properties: { argoInstance: { const: "dev" } }, required: ["argoInstance"] }, ["team-a", "team-b"]],
    ]);
    expect(spec.steps[0]?.input["instance"]).toBe("${{ parameters['argoInstance'] }}");
  });

  it.each([
    [
      "a part of others",
      template("t", { labels: { "app.kubernetes.io/component": "common" } }),
      "t: it is a building block of other templates",
    ],
    [
      "one that needs an artifact",
      template("t", {}, { arguments: { artifacts: [{ name: "source" }] } }),
      "t: it needs artifacts, which a form can't give: source",
    ],
    [
      "one that wants a password",
      template("t", {}, parameters({ name: "db-password" })),
      "t: parameter db-password looks like a secret",
    ],
    [
      "one with a field of the form's own",
      template("t", {}, parameters({ name: "argoWait" })),
      "t: the form has a field named argoWait of its own",
    ],
    [
      "a WorkflowTemplate of a closed namespace",
      template("t", { namespace: "other" }).replace("Cluster", ""),
      "t: dev has no suitable namespace that Backstage may use",
    ],
  ])("isn't made for %s, and the reason is told", (_, manifest, reason) => {
    const { templates, refused } = files([manifest]);
    expect(refused).toEqual([expect.stringContaining(reason)]);
    expect([...templates.keys()]).toEqual(["all.yaml"]);
  });
});

describe("portalFiles", () => {
  it("lists the forms in one Location, sorted", () => {
    const { templates } = files([template("zeta"), template("alpha")]);
    expect((parse(templates.get("all.yaml") ?? "") as { spec: object }).spec).toEqual({
      type: "file",
      targets: ["./alpha.yaml", "./zeta.yaml"],
    });
  });

  it("allows the same namespaces and templates in app-config, with a token for each namespace", () => {
    const config = parse(files([template("build"), template("ship")]).appConfig) as { argoWorkflows: object };
    expect(config.argoWorkflows).toMatchObject({
      defaultInstance: "dev",
      instances: [
        {
          name: "dev",
          token: "${ARGO_WORKFLOWS_DEV_TOKEN}",
          namespaceTokens: [
            { namespace: "team-a", token: "${ARGO_WORKFLOWS_DEV_TEAM_A_TOKEN}" },
            { namespace: "team-b", token: "${ARGO_WORKFLOWS_DEV_TEAM_B_TOKEN}" },
          ],
          allowedNamespaces: ["team-a", "team-b"],
          allowedTemplates: ["ClusterWorkflowTemplate/build", "ClusterWorkflowTemplate/ship"],
        },
      ],
    });
  });

  it("gives the community plugin an instance for each namespace, only if the settings ask for it", () => {
    const instances = (appConfig: string) =>
      (parse(appConfig) as { argoWorkflows: { instances: { name: string; access?: object }[] } })
        .argoWorkflows.instances;
    expect(instances(files([]).appConfig).map(({ name }) => name)).toEqual(["dev"]);
    expect(instances(files([], ["dev"], { componentPages: true }).appConfig).slice(1)).toEqual(
      ["a", "b"].map((name) => ({
        name: `dev-team-${name}`,
        baseUrl: expect.any(String) as string,
        token: `\${ARGO_WORKFLOWS_DEV_TEAM_${name.toUpperCase()}_TOKEN}`,
      })),
    );
  });

  it("completes people's names to email addresses where Argo's login names people by these", () => {
    const byEmail = { enabled: true, userClaim: "email" as const, userDomain: "example.com" };
    const { appConfig } = portalFiles({
      templates: [],
      environments: [ownTeams({ backstage: byEmail, teams: { a: {} } }, "dev")],
      chart: readChart(),
      settings: { ...platform, environments: ["dev"], groups: {} },
      target: "x",
    });
    expect(appConfig).toMatch(/userDomain: example\.com\n/);
    expect(files([]).appConfig).not.toMatch(/userDomain/);
  });

  it("grants access only to the groups in the settings, and names the namespaces that nobody can use", () => {
    const { appConfig, closed } = files([template("build")]);
    const { argoWorkflows } = parse(appConfig) as { argoWorkflows: { instances: { access: object }[] } };
    expect(argoWorkflows.instances[0]?.access).toEqual([
      { namespace: "team-a", groups: ["group:default/team-a"], may: ["run", "read"] },
    ]);
    expect(closed).toEqual(["dev/team-b"]);
  });

  it("lets people terminate workflows where Backstage's service account may", () => {
    const terminating = ownTeams({ backstage: { enabled: true, terminate: true }, teams: { a: {} } }, "dev");
    const settings = { ...platform, environments: ["dev"], groups: { a: ["group:default/team-a"] } };
    const { appConfig } = portalFiles({
      templates: [],
      environments: [terminating],
      chart: readChart(),
      settings,
      target: "x",
    });
    expect(appConfig).toMatch(/- end\n/);
  });

  it("uses the names that the stacks create", () => {
    const entities = parseAllDocuments(files([]).catalogInfo).map(
      (each) => each.toJS() as { kind: string; metadata: { name: string } },
    );
    expect(entities.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "System argo-workflows",
      "Component aws-argo-infra",
      "API argo-workflows-api",
      "Component argo-server-dev",
      "Component argo-controller-dev",
      `Resource dev-argo-artifacts-${dev.account}`,
      "Resource dev-argo-archive",
      `Resource eks-${dev.cluster.name}`,
    ]);
  });

  it("writes the same bytes each time", () => {
    const manifests = [template("build", {}, parameters({ name: "a" })), template("ship")];
    expect(files(manifests)).toEqual(files([...manifests].reverse()));
  });

  it("refuses two templates with the same name", () => {
    expect(() => files([template("t"), template("t")])).toThrow(
      "two templates have the name t; one is in 1.yaml",
    );
  });

  it("lets people run a team's own template, in its namespace only", () => {
    const own = JSON.stringify({
      kind: "WorkflowTemplate",
      metadata: { name: "nightly-report", namespace: "team-a" },
      spec: {},
    });
    const { appConfig, templates } = files([template("build"), own]);
    const { argoWorkflows } = parse(appConfig) as {
      argoWorkflows: { instances: { allowedTemplates: string[] }[] };
    };
    expect(argoWorkflows.instances[0]?.allowedTemplates).toEqual([
      "ClusterWorkflowTemplate/build",
      "WorkflowTemplate/nightly-report",
    ]);
    const { spec } = parse(templates.get("nightly-report.yaml") ?? "") as Form;
    expect(spec.steps[0]?.input).toMatchObject({ kind: "WorkflowTemplate", template: "nightly-report" });
    expect(spec.parameters.at(-1)?.properties["argoNamespace"]?.enum).toEqual(["team-a"]);
  });
});
