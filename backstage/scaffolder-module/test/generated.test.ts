import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  EntityPolicies,
  FieldFormatEntityPolicy,
  locationEntityV1alpha1Validator,
  NoForeignRootFieldsEntityPolicy,
  resourceEntityV1alpha1Validator,
  SchemaValidEntityPolicy,
  systemEntityV1alpha1Validator,
  type Entity,
} from "@backstage/catalog-model";
import {
  templateEntityV1beta3Validator,
  type TemplateEntityV1beta3,
} from "@backstage/plugin-scaffolder-common";
import { parse, parseAllDocuments } from "yaml";

import { backstageToken, FakeArgo } from "./fixtures/fake-argo";
import { Scaffolder } from "./fixtures/scaffolder";

const repository = join(__dirname, "..", "..", "..");
const forms = join(repository, "backstage", "software-templates");
const templates = join(repository, "workflow-templates");

const read = (...path: string[]) => readFileSync(join(...path), "utf8");
const policy = EntityPolicies.allOf([
  new SchemaValidEntityPolicy(),
  new FieldFormatEntityPolicy(),
  new NoForeignRootFieldsEntityPolicy(),
]);
const validators = [
  templateEntityV1beta3Validator,
  locationEntityV1alpha1Validator,
  systemEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
  apiEntityV1alpha1Validator,
  resourceEntityV1alpha1Validator,
];
/** Checks an entity as the catalog does: the rules for all entities, and those of its kind. */
const accepted = async (entity: Entity) => {
  await policy.enforce(entity);
  const verdicts = await Promise.all(validators.map((each) => each.check(entity)));
  return verdicts.filter(Boolean).length === 1;
};

/** No environment may have Backstage, and then there are no forms. */
const described = existsSync(forms) ? describe : describe.skip;
const names = (existsSync(forms) ? readdirSync(forms) : []).filter((name) => name !== "all.yaml");
const software = names.map((name) => parse(read(forms, name)) as TemplateEntityV1beta3);

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly then?: Schema;
  readonly else?: Schema;
  readonly allOf?: readonly Schema[];
}
/** The fields with this key, in the order of their conditions: one for each environment or team. */
const fieldsOf = ({ spec }: TemplateEntityV1beta3, key: string): Schema[] => {
  const within = (schema: Schema | undefined): Schema[] =>
    schema === undefined
      ? []
      : [
          ...(schema.properties?.[key] ? [schema.properties[key]] : []),
          ...[...(schema.allOf ?? []), schema.then, schema.else].flatMap(within),
        ];
  return [spec.parameters ?? []].flat().flatMap((page) => within(page as Schema));
};
/** What a person of the first team enters: a value of the example, unless the form offers only others. */
const entered = (entity: TemplateEntityV1beta3, key: string, value: string): string | boolean => {
  const fields = fieldsOf(entity, key);
  if (fields.some(({ type }) => type === "boolean")) return value === "true";
  const offered = fields.flatMap((field) => field.enum ?? []);
  return offered.length === 0 || offered.includes(value) ? value : (offered[0] ?? "");
};

const component = (name: string, source?: string) => ({
  apiVersion: "backstage.io/v1alpha1",
  kind: "Component",
  metadata: {
    name,
    annotations: source === undefined ? {} : { "backstage.io/source-location": `url:${source}` },
  },
  spec: { type: "service", lifecycle: "production", owner: "group:default/backend" },
});

described("the output of npm run backstage:generate", () => {
  it("isn't empty", () => {
    expect(software.length).toBeGreaterThan(0);
  });

  it.each([...names, "all.yaml"])("%s is an entity that the catalog takes", async (name) => {
    expect(await accepted(parse(read(forms, name)) as Entity)).toBe(true);
  });

  it("catalog-info.yaml has entities that the catalog accepts, and each relation leads to one of them", async () => {
    // The catalog replaces $text with the file's text before it checks the entity.
    const text = read(repository, "catalog-info.yaml").replace(
      /definition:\s+\$text: .*/,
      "definition: swagger",
    );
    const entities = parseAllDocuments(text).map((each) => each.toJS() as Entity);
    expect(await Promise.all(entities.map(accepted))).toEqual(entities.map(() => true));
    const own = entities.map(({ kind, metadata }) => `${kind.toLowerCase()}:${metadata.name}`);
    for (const { spec = {} } of entities) {
      const { dependsOn = [], providesApis = [], system } = spec as Record<string, never>;
      const led = [
        ...dependsOn,
        ...[providesApis].flat().map((api) => `api:${api}`),
        ...(system ? [`system:${system}`] : []),
      ];
      expect(own).toEqual(expect.arrayContaining(led));
    }
  });

  it("the Location names every form", () => {
    const { spec } = parse(read(forms, "all.yaml")) as { spec: { targets: string[] } };
    expect(spec.targets).toEqual(names.map((name) => `./${name}`));
  });

  describe("run by Backstage's scaffolder, with the values of the template's own example", () => {
    let argo: FakeArgo;
    let scaffolder: Scaffolder;
    const examples = software
      .map(({ metadata }) => metadata.name)
      .filter((name) => existsSync(join(templates, "examples", `${name}.yaml`)));

    beforeAll(async () => {
      argo = await FakeArgo.start();
      const manifests = readdirSync(templates, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".yaml") && !file.startsWith("examples"))
        .map((file) => parse(read(templates, file)) as { kind?: string; metadata: { name: string } });
      for (const manifest of manifests)
        if (manifest.kind === "ClusterWorkflowTemplate")
          argo.clusterTemplates.set(manifest.metadata.name, manifest);
      const { argoWorkflows } = parse(read(repository, "backstage", "app-config.argo-workflows.yaml")) as {
        argoWorkflows: { instances: { allowedNamespaces: string[]; access: { groups: string[] }[] }[] };
      };
      const instances = argoWorkflows.instances.map((each) => ({
        ...each,
        baseUrl: argo.url,
        token: backstageToken,
        namespaceTokens: each.allowedNamespaces.map((namespace) => ({ namespace, token: backstageToken })),
      }));
      const namespaces = instances.flatMap(({ allowedNamespaces }) => allowedNamespaces);
      argo.rights.set(backstageToken, { namespaces, verbs: ["create", "get"] });
      const entities = [
        ...software,
        component("shop", "https://git.example.com/acme/shop/tree/main/"),
        component("old"),
      ].map((each) => ({ ...each, metadata: { namespace: "default", ...each.metadata } }));
      const groups = instances.flatMap(({ access }) => access.flatMap((entry) => entry.groups));
      scaffolder = await Scaffolder.start(entities, instances, { "user:default/mock": groups });
    }, 120_000);

    afterAll(async () => {
      await scaffolder?.stop();
      await argo?.stop();
    });

    const testing = { "test-image": "docker.io/library/node:24.18.0", "test-command": "npm test" };
    const ofComponent = (name: string) => ({
      ...testing,
      argoNamespace: fieldsOf(
        software.find((each) => each.metadata.name === "ci-test") as never,
        "argoNamespace",
      )[0]?.enum?.[0],
      argoSource: "of the component",
      sourceComponent: `component:default/${name}`,
    });

    it("takes the repository of a component", async () => {
      const { status, said } = await scaffolder.run("ci-test", ofComponent("shop"));
      expect([status, said]).toEqual(["completed", expect.anything()]);
      const workflow = [...argo.workflows.values()].at(-1);
      expect(workflow?.parameters).toMatchObject({
        "git-repo": "https://git.example.com/acme/shop",
        revision: "HEAD",
      });
      expect(workflow?.metadata.labels).toMatchObject({ "backstage.io/kubernetes-id": "shop" });
    });

    it("says what to do about a component whose repository the catalog doesn't know", async () => {
      const { status, said } = await scaffolder.run("ci-test", ofComponent("old"));
      expect([status, said]).toEqual([
        "failed",
        expect.stringContaining("The component has no repository in the catalog"),
      ]);
    });

    it.each(examples)(
      "%s: every parameter arrives as it was given",
      async (name) => {
        const example = parse(read(templates, "examples", `${name}.yaml`)) as {
          spec: { arguments: { parameters: { name: string; value: string }[] } };
        };
        const entity = software.find(({ metadata }) => metadata.name === name) as TemplateEntityV1beta3;
        const values = Object.fromEntries(
          example.spec.arguments.parameters
            // A form leaves out a field that is empty, and doesn't ask what the environment decides.
            .filter((each) => String(each.value) !== "" && fieldsOf(entity, each.name).length > 0)
            .map((each) => [each.name, entered(entity, each.name, String(each.value))]),
        );
        const waits = fieldsOf(entity, "argoWait").length > 0;
        const argoNamespace = fieldsOf(entity, "argoNamespace")[0]?.enum?.[0];
        const { status, said, output } = await scaffolder.run(name, {
          ...values,
          argoNamespace,
          ...(fieldsOf(entity, "argoSource").length > 0 && { argoSource: "another" }),
          ...(waits && { argoWait: true }),
        });
        expect([status, said]).toEqual([
          "completed",
          expect.stringContaining(waits ? "Workflow is Succeeded" : "Workflow "),
        ]);
        const workflow = [...argo.workflows.values()].at(-1);
        expect(workflow?.metadata.namespace).toBe(argoNamespace);
        const sent = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
        expect(workflow?.parameters).toMatchObject(sent);
        if (workflow?.parameters && "ecr-registry" in workflow.parameters)
          expect(workflow.parameters["ecr-registry"]).toMatch(/^\d{12}\.dkr\.ecr\./);
        expect(output).toMatchObject({
          links: [{ title: "Open in Argo" }],
          text: waits ? [{}, { title: "Outputs", content: "```json\n{}\n```" }] : [{}],
        });
      },
      30_000,
    );
  });
});
