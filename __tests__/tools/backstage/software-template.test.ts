import { readWorkflowTemplates } from "../../../config/workflow-template";
import { type PortalInstance, portalInstance } from "../../../tools/backstage/portal-instance";
import { softwareTemplate } from "../../../tools/backstage/software-template";
import { withFolder } from "../../fixtures/environment-file";
import { fullEnvironment } from "../../fixtures/full-environment";

interface Page {
  readonly title: string;
  readonly required?: string[];
  readonly properties: Record<string, Record<string, unknown>>;
  readonly allOf?: Conditional[];
}
interface Conditional {
  readonly if: object;
  readonly then: Page & Partial<Conditional>;
  readonly else?: Conditional;
}
interface Form {
  readonly metadata: { readonly tags: string[] };
  readonly spec: {
    readonly parameters: Page[];
    readonly steps: { readonly action: string; readonly input: Record<string, unknown> }[];
  };
}

/** An environment with three teams: what they build, and what they deploy to. */
function instance(name: string, changes: Record<string, object> = {}): PortalInstance {
  const environment = fullEnvironment(
    {
      backstage: { enabled: true },
      targets: { shop: { allows: ["rollouts", "charts"] } },
      teams: {
        a: {
          buildsImages: true,
          repositories: ["a/api", "a/api-cache", "a/web"],
          deployTo: ["shop", "stock"],
        },
        b: { buildsImages: true, repositories: ["b/api"] },
        c: {},
      },
      ...changes,
    },
    name,
  );
  return portalInstance(
    { ...environment, teams: environment.teams.filter((each) => each.name.length === 1) },
    {},
  );
}

function outcome(
  annotations: Record<string, string>,
  parameters: readonly object[],
  { instances = [instance("dev")], more = {} }: { instances?: PortalInstance[]; more?: object } = {},
) {
  const own = Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [`aws-argo-infra/${key}`, value]),
  );
  const manifest = {
    kind: "ClusterWorkflowTemplate",
    metadata: { name: "t", annotations: own },
    spec: { arguments: { parameters }, ...more },
  };
  const [template] = withFolder({ "t.yaml": JSON.stringify(manifest) }, readWorkflowTemplates);
  if (template === undefined) throw new Error("no template");
  return softwareTemplate({ template, instances, owner: "group:default/platform" });
}

function form(...given: Parameters<typeof outcome>): Form {
  const made = outcome(...given);
  if ("refused" in made) throw new Error(made.refused);
  return made.entity as Form;
}

const flag = (name: string) => ({ name, value: "true", enum: ["true", "false"] });

describe("the pages of a form", () => {
  it("are those of the template; what it doesn't name comes last", () => {
    const pages = form({ "form-pages": "First: [b, a]\nSecond: [c]\n" }, [
      { name: "a" },
      { name: "b" },
      { name: "c", value: "1" },
      { name: "d", value: "2" },
    ]).spec.parameters;
    expect(pages.map(({ title, properties }) => [title, Object.keys(properties)])).toEqual([
      ["First", ["argoNamespace", "catalogEntity", "b", "a"]],
      ["Second", ["c"]],
      ["More", ["d", "argoWait"]],
    ]);
  });

  it("begin with what a run needs, where the template says nothing", () => {
    const options = Array.from({ length: 9 }, (_, index) => ({ name: `option-${index}`, value: "x" }));
    const pages = form({}, [...options, { name: "needed" }]).spec.parameters;
    expect(pages.map(({ title, properties }) => [title, Object.keys(properties).length])).toEqual([
      ["Parameters", 3],
      ["Options", 8],
      ["Options 2", 2],
    ]);
  });

  it.each([
    [{ "form-pages": "First: [x]" }, "aws-argo-infra/form-pages names x, which isn't a parameter"],
    [{ "form-pages": "First: [a, a]" }, "aws-argo-infra/form-pages names a twice"],
    [
      { "form-pages": "First: a" },
      "aws-argo-infra/form-pages must be a YAML map of page titles and lists of parameters",
    ],
    [{ "switch.a": "b" }, "parameter a switches others, so its enum must be true and false"],
    [{ "switch.on": "x" }, "aws-argo-infra/switch.on names x, which isn't a parameter"],
    [{ "choices.a": "tags" }, 'choices of parameter a are "tags", but must be registry, source'],
    [
      { "asks-for-approval": "yes" },
      'aws-argo-infra/asks-for-approval is "yes", but must be always or by-target',
    ],
  ])("are refused with %j", (annotations, reason) => {
    const refused = outcome(annotations, [{ name: "a" }, { name: "b" }, flag("on")]);
    expect(refused).toEqual({ refused: expect.stringContaining(reason) as string });
  });
});

describe("a field", () => {
  it("is neither shown nor required while its part is switched off", () => {
    const { parameters, steps } = form({ "switch.deploy": "target" }, [
      flag("deploy"),
      { name: "target" },
    ]).spec;
    expect(parameters[0]?.properties).not.toHaveProperty("target");
    expect(parameters[0]?.allOf).toEqual([
      expect.objectContaining({
        if: { properties: { deploy: { const: true } }, required: ["deploy"] },
        then: { required: ["target"], properties: { target: expect.any(Object) as object } },
      }),
    ]);
    expect(steps[0]?.input["parameters"]).toMatchObject({
      target: "${{ parameters['target'] if parameters['deploy'] === true else '' }}",
    });
  });

  it("suggests the images that the team can pull, for a digest", () => {
    const shared = "arn:aws:ecr:eu-west-1:222222222222:repository/a/api";
    const teams = {
      a: { buildsImages: true, repositories: ["a/api", "a/api-cache"], pullsFrom: [shared, "base/java"] },
    };
    const { parameters, steps } = form({ "choices.image": "images" }, [{ name: "image" }], {
      instances: [instance("dev", { teams })],
    }).spec;
    expect(parameters[0]?.properties["image"]).toMatchObject({
      type: "string",
      examples: [
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com/a/api@sha256:",
        "222222222222.dkr.ecr.eu-west-1.amazonaws.com/a/api@sha256:",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com/base/java@sha256:",
      ],
    });
    expect(steps[0]?.input["parameters"]).toEqual({ image: "${{ parameters['image'] }}" });
  });

  it("offers the images of the team, without caches", () => {
    const [page] = form({ "choices.image": "repositories" }, [{ name: "image" }]).spec.parameters;
    expect(page?.properties["argoNamespace"]?.["enum"]).toEqual(["team-a", "team-b"]);
    const [choice] = page?.allOf ?? [];
    expect(choice?.if).toEqual({
      properties: { argoNamespace: { enum: ["team-a"] } },
      required: ["argoNamespace"],
    });
    expect(choice?.then.properties["image"]).toMatchObject({ enum: ["a/api", "a/web"] });
    expect(choice?.else?.then.properties["image"]).toMatchObject({ enum: ["b/api"], default: "b/api" });
  });

  it("offers the targets that allow such a deployment; a team without any isn't asked to deploy", () => {
    const [page] = form({ "choices.namespace": "targets charts" }, [{ name: "namespace" }]).spec.parameters;
    expect(page?.properties["argoNamespace"]).toMatchObject({ enum: ["team-a"], default: "team-a" });
    expect(page?.properties["namespace"]).toMatchObject({ enum: ["shop"], default: "shop" });
  });

  it("is typed for a team without any target, if the team can switch the deployment off", () => {
    const [page] = form({ "choices.namespace": "targets", "switch.deploy": "namespace" }, [
      flag("deploy"),
      { name: "namespace" },
    ]).spec.parameters;
    const nested = page?.allOf?.[0]?.then;
    expect(nested?.then?.properties["namespace"]).toMatchObject({ enum: ["shop", "stock"] });
    expect(nested?.else?.then.properties["namespace"]).toEqual({
      title: "Namespace",
      type: "string",
      minLength: 1,
    });
  });

  it("has a unit, a help text and a widget, if the template says so", () => {
    const annotations = { "unit.wait": "seconds", "help.wait": "How\n long", "widget.wait": "textarea" };
    const [page] = form(annotations, [{ name: "wait", value: "3", description: "Longer" }]).spec.parameters;
    expect(page?.properties["wait"]).toEqual({
      title: "Wait (seconds)",
      description: "How long",
      type: "string",
      default: "3",
      "ui:widget": "textarea",
    });
  });
});

describe("the registry", () => {
  const parameters = [{ name: "ecr-registry" }];
  const registry = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";

  it("isn't asked", () => {
    const { parameters: pages, steps } = form({ "choices.ecr-registry": "registry" }, parameters).spec;
    expect(JSON.stringify(pages)).not.toContain("ecr-registry");
    expect(steps[0]?.input["parameters"]).toEqual({ "ecr-registry": registry });
  });

  it("depends on the environment, if several have different ones", () => {
    const instances = [instance("dev"), { ...instance("prod"), registry: "other" }];
    const { steps } = form({ "choices.ecr-registry": "registry" }, parameters, { instances }).spec;
    expect(steps[0]?.input["parameters"]).toEqual({
      "ecr-registry": `\${{ {"dev":"${registry}","prod":"other"}[parameters['argoInstance']] }}`,
    });
  });
});

describe("the source", () => {
  it("is the repository of a component, or a given one", () => {
    const { parameters, steps } = form({ "choices.repo": "source" }, [{ name: "repo" }]).spec;
    const [page] = parameters;
    expect(page?.properties["argoSource"]).toMatchObject({ default: "of the component" });
    expect(page?.allOf?.map(({ then }) => [Object.keys(then.properties), then.required])).toEqual([
      [["sourceComponent"], ["sourceComponent"]],
      [["repo", "catalogEntity"], ["repo"]],
    ]);
    expect(steps.map(({ action }) => action)).toEqual(["catalog:fetch", "argo:workflow:submit"]);
    expect(steps[1]?.input).toMatchObject({
      parameters: {
        repo: "${{ '' if parameters['argoSource'] === 'of the component' else parameters['repo'] }}",
      },
      sources: { repo: expect.stringContaining("backstage.io/source-location") as string },
    });
  });
});

describe("the wait", () => {
  const target = [{ name: "namespace" }];
  const byTarget = { "asks-for-approval": "by-target", "choices.namespace": "targets rollouts" };
  const demanding = {
    login: { modes: ["sso", "client"] },
    targets: { shop: { requires: { approval: { groups: ["x"] } } } },
  };

  it("ends with the template's own deadline, a day at most", () => {
    const waitOf = (more: object) => form({}, [], { more }).spec.steps[0]?.input["timeoutSeconds"];
    expect(waitOf({})).toBe(14_400);
    expect(waitOf({ activeDeadlineSeconds: 60 })).toBe(60);
    expect(waitOf({ activeDeadlineSeconds: 2_592_000 })).toBe(86_400);
  });

  it.each([
    ["each run asks a person", { "asks-for-approval": "always" }, [instance("dev")], false],
    ["a target demands an approval", byTarget, [instance("dev", demanding)], false],
    ["no target demands an approval", byTarget, [instance("dev")], true],
  ])("is offered or not, where %s", (_, annotations, instances, offered) => {
    const { parameters, steps } = form(annotations, target, { instances }).spec;
    expect(JSON.stringify(parameters).includes("argoWait")).toBe(offered);
    expect("wait" in (steps[0]?.input ?? {})).toBe(offered);
  });
});

it("the tags of a form are those of the template", () => {
  expect(form({ tags: "build deploy" }, []).metadata.tags).toEqual(["argo-workflows", "build", "deploy"]);
});
