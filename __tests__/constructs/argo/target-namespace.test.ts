import { tenancy } from "../../fixtures/tenancy";

const targets = () => tenancy().data?.["kubernetes_resource"] ?? {};

describe("TargetNamespace", () => {
  it("reads each namespace that a team deploys to once", () => {
    expect(
      Object.entries(targets()).map(([id, { api_version, kind, metadata }]) => [
        id,
        api_version,
        kind,
        metadata,
      ]),
    ).toEqual([
      ["target_billing", "v1", "Namespace", { name: "billing" }],
      ["target_shop", "v1", "Namespace", { name: "shop" }],
    ]);
  });

  it("fails a plan unless the owner named every team and keeps pods away from the node", () => {
    const { lifecycle } = targets()["target_shop"] as unknown as {
      lifecycle: { postcondition: { condition: string; error_message: string }[] };
    };
    const label = (key: string) => `try(self.object.metadata.labels["${key}"], "")`;
    const owners = `split(".", ${label("aws-argo-infra/deployable-by")})`;
    expect(lifecycle.postcondition.map(({ condition }) => condition)).toEqual([
      `\${contains(["baseline", "restricted"], ${label("pod-security.kubernetes.io/enforce")})}`,
      `\${contains(${owners}, "alpha")}`,
      `\${contains(${owners}, "beta")}`,
    ]);
    expect(lifecycle.postcondition.map(({ error_message }) => error_message)).toEqual([
      expect.stringContaining(
        "Namespace shop must exist and have the label pod-security.kubernetes.io/enforce",
      ),
      expect.stringMatching(/does not allow team alpha to deploy.* to alpha\.beta\.$/),
      expect.stringMatching(/does not allow team beta to deploy/),
    ]);
  });
});
