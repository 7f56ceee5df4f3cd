import { healthOf } from "../../../../../e2e/shared/library/services/argo-cd-health";

describe("healthOf", () => {
  const deployment = (status: object, generation = 1) => ({
    kind: "Deployment",
    metadata: { name: "web", generation },
    spec: { replicas: 2 },
    status,
  });
  const good = { observedGeneration: 1, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

  it("is that of the worst Deployment; other objects are healthy", () => {
    const stuck = { ...good, conditions: [{ type: "Progressing", reason: "ProgressDeadlineExceeded" }] };
    expect(healthOf([{ kind: "ConfigMap", metadata: { name: "web" } }, deployment(good)])).toBe("Healthy");
    expect(healthOf([deployment(good), deployment({ ...good, availableReplicas: 1 })])).toBe("Progressing");
    expect(healthOf([deployment(good, 2)])).toBe("Progressing");
    expect(healthOf([deployment({ ...good, replicas: 3 }), deployment(stuck)])).toBe("Degraded");
  });
});
