import { differences, expectedField, type Field } from "../../../e2e/portal/expected-fields";

describe("expectedField", () => {
  it.each<[string, Parameters<typeof expectedField>[0], Partial<Field>]>([
    [
      "no value",
      { name: "git-repo", required: true },
      { label: "Git repo", required: true, kind: "text", value: "" },
    ],
    ["a value", { name: "tag", value: "v1", required: false }, { required: false, value: "v1" }],
    [
      "what Argo works out",
      { name: "tag", value: "{{workflow.name}}", required: false },
      { required: false, value: "" },
    ],
    [
      "true and false",
      { name: "push", value: "true", enum: ["true", "false"], required: false },
      { kind: "check box", choices: [] },
    ],
    [
      "few choices",
      { name: "size", enum: ["s", "m"], required: true },
      { kind: "radio buttons", choices: ["s", "m"] },
    ],
    ["many choices", { name: "size", enum: ["1", "2", "3", "4", "5"], required: true }, { kind: "choice" }],
    ["lines", { name: "values", value: "a\nb", required: false }, { kind: "text of several lines" }],
    [
      "a long description",
      { name: "tag", description: " One\n two.\n", required: true },
      { help: "One two." },
    ],
  ])("%s", (_, parameter, field) => {
    expect(expectedField(parameter, {}, [])).toMatchObject(field);
  });
});

it("expects the choices of the team, a unit and a widget", () => {
  const annotations = { "aws-argo-infra/unit.image": "tag", "aws-argo-infra/widget.image": "textarea" };
  const image = { name: "image", required: true };
  expect(expectedField(image, {}, ["a/api"])).toMatchObject({ kind: "radio buttons", value: "a/api" });
  expect(expectedField(image, annotations, [])).toMatchObject({
    label: "Image (tag)",
    kind: "text of several lines",
  });
});

describe("differences", () => {
  const tag = expectedField({ name: "tag", value: "v1", required: false }, {}, []);

  it("finds none between the same fields", () => {
    expect(differences(new Map([["tag", tag]]), new Map([["tag", { ...tag }]]))).toEqual([]);
  });

  it("names the field, its value and the expected value", () => {
    const seen = new Map([["tag", { ...tag, value: "v2", required: true }]]);
    expect(differences(new Map([["tag", tag]]), seen)).toEqual([
      "tag: required is true, not false",
      'tag: value is "v2", not "v1"',
    ]);
  });

  it("names another order", () => {
    const [one, other] = [["a", tag] as const, ["b", tag] as const];
    expect(differences(new Map([one, other]), new Map([other, one]))).toEqual(["the order is b a"]);
  });

  it("names missing and additional fields", () => {
    expect(differences(new Map([["tag", tag]]), new Map([["tog", tag]]))).toEqual([
      "tag isn't there",
      "tog is too much",
    ]);
  });
});
