import type { Environment } from "../../config/environment";
import { edited, type Edits, load } from "../fixtures/environment-file";
import { alertsOn } from "../fixtures/fields";

/** The environment of a complete file after some edits. */
function complete(edits: Edits, name = "dev"): Environment | undefined {
  return load({ [`${name}.yaml`]: edited(edits) })[0];
}

describe("completeEnvironment", () => {
  it("gives a policy of the guard the mode of all, unless the file sets its own", () => {
    expect(complete({ guard: "{ policies: { images: audit } }" })?.guard).toMatchObject({
      images: "audit",
      pods: "enforce",
    });
    expect(complete({ guard: "{ mode: audit, policies: { images: enforce } }" })?.guard).toMatchObject({
      images: "enforce",
      pods: "audit",
    });
  });

  it.each(["production", "staging", "local"])("is Strict in %s unless the file says otherwise", (name) => {
    const referencing = (given: string | undefined) =>
      complete({ "workflows.templateReferencing": given }, name)?.workflows.templateReferencing;
    expect([undefined, "Secure", "none"].map(referencing)).toEqual(["Strict", "Secure", "none"]);
  });

  it("puts the state in the account and region of the environment by default", () => {
    const edits = { "state.account": undefined, "state.region": undefined, "state.keyPrefix": undefined };
    expect(complete(edits)?.state).toMatchObject({
      account: "123456789012",
      region: "eu-central-1",
      keyPrefix: "argo/dev",
    });
  });
});

describe("a map of texts", () => {
  it("has the same order, whatever its order in the file", () => {
    const inOrder = (...keys: string[]) => {
      const mapOf = (keyOf: (key: string) => string, value: string) =>
        `{ ${keys.map((key) => `"${keyOf(key.toLowerCase())}": ${value}`).join(", ")} }`;
      const map = `{ ${keys.map((key) => `${key}: x`).join(", ")} }`;
      const labels = mapOf((key) => `example.com/${key}`, "x");
      const conditions = mapOf((key) => `aws:${key}`, "x");
      const operators = `{ ${keys.map((key) => `String${key}: ${conditions}`).join(", ")} }`;
      const kmsKey = "arn:aws:kms:eu-central-1:999999999999:key/11111111-2222-3333-4444-555555555555";
      const [environment] = load({
        "dev.yaml": edited({
          tags: map,
          "ingress.from": `[{ namespace: gateway, podLabels: ${map} }]`,
          "scheduling.nodeSelector": map,
          "scheduling.workflowNodeSelector": map,
          "teams.backend.scheduling.nodeSelector": map,
          ...alertsOn,
          "monitoring.ruleLabels": map,
          "monitoring.serviceMonitorLabels": map,
          "argo.values.controller.podLabels": labels,
          "argo.values.server.podLabels": labels,
          "teams.backend.egress": `[{ namespace: kafka, podLabels: ${map}, ports: [9092] }]`,
          "teams.backend.extraStatements": `[{ Action: ["sqs:SendMessage"], Resource: ["arn:aws:sqs:eu-central-1:123456789012:orders"], Condition: ${operators} }]`,
          "teams.backend.repositories": "[backend/api]",
          "teams.backend.signing.trusts": mapOf((key) => `https://argo.example.com/team-${key}`, kmsKey),
          "teams.backend.trustedRevisions": mapOf(
            (key) => `https://git.example.com/${key}/api.git`,
            "[main]",
          ),
        }),
      });
      return JSON.stringify(environment);
    };
    expect(inOrder("b", "a", "C")).toBe(inOrder("a", "C", "b"));
  });
});
