import { type LargeStep, largeSteps, resized, stepSizeOf } from "../../../config/values/large-steps";
import { mebibytes } from "../../../config/values/quantity";
import { readLibrary } from "../../../config/workflow-library";
import { workflowTemplates } from "../../../constructs/argo/template-library";

interface Step {
  readonly resources: { readonly requests: Record<string, string>; readonly limits: Record<string, string> };
}

/** The steps of a template, the one with most memory first. */
function stepsOf(manifest: object): Step[] {
  const { templates } = (manifest as { spec: { templates: { container?: Step; script?: Step }[] } }).spec;
  const memory = ({ resources }: Step) => mebibytes(resources.limits["memory"] ?? "0Mi");
  return templates
    .flatMap(({ container, script }) => container ?? script ?? [])
    .sort((a, b) => memory(b) - memory(a));
}

const delivered = (name: string, sizes = {}) =>
  workflowTemplates({}, sizes).find(({ metadata }) => metadata.name === name) ?? {};

describe("largeSteps", () => {
  it.each(Object.entries(largeSteps))("has the limits of %s in the library", (name, size) => {
    const template = readLibrary().templates.find((one) => one.name === name);
    expect(stepsOf(template?.manifest ?? {})[0]?.resources.limits).toEqual({
      cpu: size.cpu,
      memory: size.memory,
      "ephemeral-storage": size.ephemeralStorage,
    });
  });

  it("has every template with a step of more than one GiB", () => {
    const large = readLibrary().templates.filter(({ manifest }) =>
      stepsOf({ spec: { templates: [], ...(manifest as { spec: object }).spec } }).some(
        ({ resources }) => mebibytes(resources.limits["memory"] ?? "0Mi") > 1024,
      ),
    );
    expect(large.map(({ name }) => name).sort()).toEqual(Object.keys(largeSteps).sort());
  });
});

describe("resized", () => {
  const step = {
    requests: { cpu: "1", memory: "2Gi", "ephemeral-storage": "10Gi" },
    limits: { cpu: "4", memory: "8Gi", "ephemeral-storage": "40Gi" },
  };

  it("keeps what a request is of its limit", () => {
    expect(resized(step, { cpu: "8", memory: "16Gi", ephemeralStorage: "40Gi" })).toEqual({
      requests: { cpu: "2000m", memory: "4096Mi", "ephemeral-storage": "10240Mi" },
      limits: { cpu: "8", memory: "16Gi", "ephemeral-storage": "40Gi" },
    });
    expect(resized(step, { cpu: "1m", memory: "1Mi", ephemeralStorage: "1Mi" }).requests).toEqual({
      cpu: "1m",
      memory: "1Mi",
      "ephemeral-storage": "1Mi",
    });
  });
});

describe("a size in the environment file", () => {
  it.each(Object.keys(largeSteps) as LargeStep[])("reaches the largest step of %s, and no other", (name) => {
    const [step, ...others] = stepsOf(delivered(name, { [name]: { memory: "17Gi" } }));
    expect(step?.resources.limits).toMatchObject({ cpu: largeSteps[name].cpu, memory: "17Gi" });
    expect(others).toEqual(stepsOf(delivered(name)).slice(1));
    expect(stepSizeOf(name, { [name]: { memory: "17Gi" } })).toEqual({ ...largeSteps[name], memory: "17Gi" });
  });

  it("changes nothing else of the library", () => {
    const sized = workflowTemplates({}, { scan: { memory: "8Gi" } });
    const changed = sized.filter(
      (one, index) => JSON.stringify(one) !== JSON.stringify(workflowTemplates()[index]),
    );
    expect(changed.map(({ metadata }) => metadata.name)).toEqual(["scan"]);
  });
});
