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
const parameterPage = ({ spec }: TemplateEntityV1beta3) =>
  [spec.parameters].flat()[0] as { properties: Record<string, { type: string }> };

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
      const entities = software.map((each) => ({
        ...each,
        metadata: { namespace: "default", ...each.metadata },
      }));
      const groups = instances.flatMap(({ access }) => access.flatMap((entry) => entry.groups));
      scaffolder = await Scaffolder.start(entities, instances, { "user:default/mock": groups });
    }, 120_000);

    afterAll(async () => {
      await scaffolder?.stop();
      await argo?.stop();
    });

    it.each(examples)(
      "%s: every parameter arrives as it was given",
      async (name) => {
        const example = parse(read(templates, "examples", `${name}.yaml`)) as {
          spec: { arguments: { parameters: { name: string; value: string }[] } };
        };
        const entity = software.find(({ metadata }) => metadata.name === name) as TemplateEntityV1beta3;
        const { properties } = parameterPage(entity);
        const given = Object.fromEntries(
          example.spec.arguments.parameters.map((each) => [each.name, String(each.value)]),
        );
        const values = Object.fromEntries(
          Object.entries(given)
            // A form leaves out a field that is empty.
            .filter(([, value]) => value !== "")
            .map(([key, value]) => [key, properties[key]?.type === "boolean" ? value === "true" : value]),
        );
        const page = [entity.spec.parameters].flat().at(-1) as {
          properties: { argoNamespace: { enum: string[] } };
        };
        const argoNamespace = page.properties.argoNamespace.enum[0];
        const { status, said, output } = await scaffolder.run(name, {
          ...values,
          argoNamespace,
          argoWait: true,
        });
        expect([status, said]).toEqual(["completed", expect.stringContaining("Workflow is Succeeded")]);
        const workflow = [...argo.workflows.values()].at(-1);
        expect(workflow?.metadata.namespace).toBe(argoNamespace);
        expect(workflow?.parameters).toEqual({ ...workflow?.parameters, ...given });
        expect(output).toMatchObject({
          links: [{ title: "Open in Argo" }],
          text: [{}, { title: "Outputs", content: "```json\n{}\n```" }],
        });
      },
      30_000,
    );
  });
});
