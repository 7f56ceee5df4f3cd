import { loadConfigSchema } from "@backstage/config-loader";

const instance = { name: "main", baseUrl: "http://argo.test:2746", token: "secret" };
const load = () =>
  loadConfigSchema({ dependencies: [], packagePaths: ["package.json"], excludePackageDependencies: true });
const written = (argoWorkflows: object) => [{ context: "app-config.yaml", data: { argoWorkflows } as never }];

describe("config.d.ts", () => {
  it("knows the token as a secret, the rest as the backend's", async () => {
    const schema = await load();
    const config = written({
      instances: [{ ...instance, uiUrl: "https://argo.example.com", tokenFile: "/token" }],
    });
    expect(schema.process(config, { visibility: ["frontend"] })).toMatchObject([{ data: {} }]);
    const [secrets] = schema.process(config, { visibility: ["secret"] });
    expect(secrets?.data).toEqual({ argoWorkflows: { instances: [{ token: "secret" }] } });
  });

  it("takes what the community plugin takes", async () => {
    const schema = await load();
    const instances = [instance, { name: "by-kubernetes", kubernetes: { clusterName: "dev" } }];
    expect(() => schema.process(written({ defaultInstance: "main", instances }))).not.toThrow();
  });

  it("refuses a list that is none", async () => {
    const schema = await load();
    const wrong = written({ instances: [{ ...instance, allowedNamespaces: "team-a" }] });
    expect(() => schema.process(wrong)).toThrow(/allowedNamespaces/);
  });
});
