import { quantity, resourceField } from "../../../../e2e/lab/node-agent/resource-field";

describe("quantity", () => {
  it.each([
    ["500m", 0.5],
    ["2", 2],
    ["1Ki", 1024],
    ["1.5G", 1.5e9],
  ])("reads %s", (text, expected) => {
    expect(quantity(text)).toBe(expected);
  });

  it("refuses other texts", () => {
    expect(() => quantity("much")).toThrow("'much' isn't a Kubernetes quantity");
  });
});

describe("resourceField", () => {
  const main = {
    name: "main",
    image: "i",
    resources: { requests: { cpu: "250m" }, limits: { memory: "64Mi" } },
  };
  const pod = { metadata: { name: "p", namespace: "n", uid: "u" }, spec: { containers: [main] } };

  it("converts to units of the divisor and rounds up", () => {
    expect(resourceField(pod, main, { resource: "limits.memory", divisor: "1Mi" })).toBe("64");
    expect(resourceField(pod, main, { resource: "requests.cpu" })).toBe("1");
    expect(resourceField(pod, main, { resource: "requests.cpu", divisor: "1m" })).toBe("250");
  });

  it("finds another container by its name, and returns 0 for a missing value", () => {
    expect(resourceField(pod, undefined, { containerName: "main", resource: "limits.memory" })).toBe(
      "67108864",
    );
    expect(resourceField(pod, main, { resource: "limits.cpu" })).toBe("0");
  });
});
