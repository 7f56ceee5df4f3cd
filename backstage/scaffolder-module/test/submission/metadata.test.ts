import { asText, metadataOf } from "../../src/submission/metadata";
import { parseLabels } from "../fixtures/argo-rules";

const origin = {
  taskId: "5a1c9d2e-0000-4000-8000-000000000001",
  stepId: "build",
  user: "user:default/jane.doe",
  userDomain: undefined,
  softwareTemplate: "template:default/build",
  entity: "shop",
};

describe("metadataOf", () => {
  it("records user, task, step, template and entity, and lists the run on the entity's tab", () => {
    expect(metadataOf(origin, { "example.com/reason": "nightly" })).toEqual({
      labels: {
        "aws-argo-infra/task": "5a1c9d2e-0000-4000-8000-000000000001",
        "aws-argo-infra/user": "jane.doe",
        "backstage.io/kubernetes-id": "shop",
        "example.com/reason": "nightly",
      },
      annotations: {
        "aws-argo-infra/step": "build",
        "aws-argo-infra/user": "user:default/jane.doe",
        "aws-argo-infra/entity": "component:default/shop",
        "aws-argo-infra/software-template": "template:default/build",
      },
    });
  });

  it("works without an entity", () => {
    const { labels, annotations } = metadataOf({ ...origin, entity: undefined }, {});
    expect(Object.keys({ ...labels, ...annotations })).toEqual([
      "aws-argo-infra/task",
      "aws-argo-infra/user",
      "aws-argo-infra/step",
      "aws-argo-infra/software-template",
    ]);
  });

  it.each(["workflows.argoproj.io/creator", "argoproj.io/x", "aws-argo-infra/task", "aws-argo-infra/user"])(
    "refuses the label %s",
    (key) => {
      expect(() => metadataOf(origin, { [key]: "x" })).toThrow(`Label ${key} is reserved`);
    },
  );

  it.each([
    ["a value with a comma", { a: "1,2" }],
    ["a value with a slash", { a: "user:default/jane" }],
    ["a long value", { a: "x".repeat(64) }],
    ["a key with an equal sign", { "a=b": "c" }],
  ])("refuses %s", (_, labels) => {
    expect(() => metadataOf(origin, labels)).toThrow("Kubernetes doesn't accept the label");
  });

  it("refuses an entity that isn't a reference", () => {
    expect(() => metadataOf({ ...origin, entity: "a:b:c" }, {})).toThrow(
      'entity is "a:b:c", but must be an entity reference',
    );
  });
});

describe("asText", () => {
  it("has the form that Argo's parser reads", () => {
    const { annotations } = metadataOf(origin, {});
    expect(parseLabels(asText(annotations))).toEqual(annotations);
  });

  it("lets no value add another entry", () => {
    const text = asText({ user: "user:default/x,workflows.argoproj.io/creator=admin" });
    expect(parseLabels(text)).toEqual({ user: "user:default/x%2Cworkflows.argoproj.io/creator%3Dadmin" });
  });
});
