import { templateFrom } from "../../src/argo/workflow-template";
import { resolveParameters } from "../../src/submission/parameters";

const template = templateFrom("ClusterWorkflowTemplate", {
  metadata: { name: "build", annotations: { "aws-argo-infra/pattern.tag": "^[a-z0-9.]{1,20}$" } },
  spec: {
    arguments: {
      parameters: [
        { name: "repo" },
        { name: "tag", value: "v1" },
        { name: "scan", value: "true", enum: ["true", "false"] },
        { name: "old", default: "7" },
        { name: "run", value: "{{workflow.name}}" },
        { name: "late", valueFrom: { configMapKeyRef: { name: "x", key: "y" } } },
      ],
    },
  },
});
const resolve = (given: Record<string, string | number | boolean>) => resolveParameters(template, given);

describe("resolveParameters", () => {
  it("sends every parameter, as text", () => {
    expect(resolve({ repo: "r", scan: false, tag: 3 })).toEqual({
      repo: "r",
      tag: "3",
      scan: "false",
      old: "7",
    });
  });

  it("keeps values as they are: equal signs, line breaks, quotes, an empty text", () => {
    const repo = "a=b\n{{x}} 'c' \"d\" $(e)";
    expect(resolve({ repo, run: "" })).toMatchObject({ repo, run: "" });
  });

  it("omits values that Argo computes", () => {
    expect(resolve({ repo: "r" })).not.toHaveProperty("run");
    expect(resolve({ repo: "r" })).not.toHaveProperty("late");
    expect(resolve({ repo: "r", run: "mine" })).toHaveProperty("run", "mine");
  });

  it("names all parameters that are unknown, missing or not allowed, at once", () => {
    expect(() => resolve({ rep: "r", tag: "A", scan: "maybe" })).toThrow(
      "ClusterWorkflowTemplate build can't run with these parameters: rep is unknown (the template has: repo, tag, scan, old, run, late); " +
        'repo is missing, and the template has no value for it; tag is "A", but must match ^[a-z0-9.]{1,20}$; ' +
        'scan is "maybe", but must be one of true, false',
    );
  });

  it.each(["toString", "__proto__", "constructor"])("takes %s for no parameter", (name) => {
    expect(() => resolve({ repo: "r", ...JSON.parse(`{"${name}": "x"}`) })).toThrow(`${name} is unknown`);
  });

  it("matches patterns as Go does: RE2, in linear time", () => {
    const bounded = (pattern: string) =>
      templateFrom("WorkflowTemplate", {
        metadata: { name: "t", annotations: { "aws-argo-infra/pattern.p": pattern } },
        spec: { arguments: { parameters: [{ name: "p" }] } },
      });
    expect(resolveParameters(bounded("(?i)^[[:alpha:]]+\\z"), { p: "ABC" })).toEqual({ p: "ABC" });
    const from = Date.now();
    expect(() => resolveParameters(bounded("^(a+)+$"), { p: `${"a".repeat(40)}b` })).toThrow("must match");
    expect(Date.now() - from).toBeLessThan(1000);
    expect(() => resolveParameters(bounded("(?=x)"), { p: "x" })).toThrow("isn't a valid RE2 expression");
  });

  it("lets what doesn't count be empty, and nothing else", () => {
    const pipeline = templateFrom("ClusterWorkflowTemplate", {
      metadata: {
        name: "pipeline",
        annotations: {
          "aws-argo-infra/switch.deploy": "target replicas",
          "aws-argo-infra/pattern.target": "^[a-z]+$",
        },
      },
      spec: {
        arguments: {
          parameters: [
            { name: "deploy", value: "true", enum: ["true", "false"] },
            { name: "target" },
            { name: "replicas", value: "1" },
          ],
        },
      },
    });
    expect(resolveParameters(pipeline, { deploy: false, target: "", replicas: "" })).toEqual({
      deploy: "false",
      target: "",
      replicas: "1",
    });
    expect(resolveParameters(pipeline, { deploy: "false" })).toMatchObject({ target: "" });
    expect(() => resolveParameters(pipeline, { target: "" })).toThrow('target is "", but must match');
    expect(() => resolveParameters(pipeline, {})).toThrow("target is missing");
    expect(() => resolveParameters(pipeline, { deploy: false, target: "A" })).toThrow('target is "A"');
  });
});
