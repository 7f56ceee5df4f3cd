import { type ConfigSchema, loadConfigSchema } from "@backstage/config-loader";

const instance = { name: "main", baseUrl: "http://argo.test:2746", token: "secret" };
const written = (argoWorkflows: object) => [{ context: "app-config.yaml", data: { argoWorkflows } as never }];

describe("config.d.ts", () => {
  let schema: ConfigSchema;
  // A compiler turns it into JSON Schema, which takes seconds.
  beforeAll(async () => {
    const only = { dependencies: [], packagePaths: ["package.json"], excludePackageDependencies: true };
    schema = await loadConfigSchema(only);
  }, 60_000);

  it("marks the tokens as secrets, and everything else as visible to the backend only", () => {
    const config = written({
      instances: [
        {
          ...instance,
          uiUrl: "https://argo.example.com",
          tokenFile: "/token",
          access: [{ namespace: "team-a", groups: ["group:default/a"], templates: ["build"], may: ["run"] }],
          namespaceTokens: [{ namespace: "team-a", token: "secret-a" }],
        },
      ],
    });
    expect(schema.process(config, { visibility: ["frontend"] })).toMatchObject([{ data: {} }]);
    const [secrets] = schema.process(config, { visibility: ["secret"] });
    expect(secrets?.data).toEqual({
      argoWorkflows: { instances: [{ token: "secret", namespaceTokens: [{ token: "secret-a" }] }] },
    });
  });

  it("accepts what the community plugin accepts", () => {
    const instances = [instance, { name: "by-kubernetes", kubernetes: { clusterName: "dev" } }];
    expect(() => schema.process(written({ defaultInstance: "main", instances }))).not.toThrow();
  });

  it("refuses a value that isn't a list", () => {
    const wrong = written({ instances: [{ ...instance, allowedNamespaces: "team-a" }] });
    expect(() => schema.process(wrong)).toThrow(/allowedNamespaces/);
  });
});
