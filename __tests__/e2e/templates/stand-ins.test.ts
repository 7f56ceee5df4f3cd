import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { healthOf } from "../../../e2e/templates/stand-ins/argo-cd-health";

const standIn = (name: string, ...args: string[]) =>
  spawnSync(join(__dirname, "../../../e2e/templates/stand-ins", name), args, { encoding: "utf8" });

describe("stand-ins", () => {
  it.each([
    ["kaniko-executor", ["--no-push", "--single-snapshot"]],
    ["trivy", ["image", "--skip-dirs=/"]],
    ["trivy", ["convert", "--output=x"]],
  ])("%s refuses a flag that it does not know: %j", (name, args) => {
    const { status, stderr } = standIn(name, ...args);
    expect(status).toBe(1);
    expect(stderr).toContain("unknown flag: ");
  });
});

describe("healthOf", () => {
  const deployment = (status: object, generation = 1) => ({
    kind: "Deployment",
    metadata: { name: "web", generation },
    spec: { replicas: 2 },
    status,
  });
  const good = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

  it("is that of the worst Deployment; what is none is well", () => {
    const stuck = { ...good, conditions: [{ type: "Progressing", reason: "ProgressDeadlineExceeded" }] };
    expect(healthOf([{ kind: "ConfigMap", metadata: { name: "web" } }, deployment(good)])).toBe("Healthy");
    expect(healthOf([deployment(good), deployment({ ...good, availableReplicas: 1 })])).toBe("Progressing");
    expect(healthOf([deployment(good, 2)])).toBe("Progressing");
    expect(healthOf([deployment({ ...good, replicas: 3 }), deployment(stuck)])).toBe("Degraded");
  });
});
