import type { WorkflowParameter } from "../../../config/workflow-template";
import { type FormField, formField } from "../../../tools/backstage/form-field";

type Given = Omit<WorkflowParameter, "required"> & Partial<WorkflowParameter>;

function fieldOf(given: Given, annotations: Record<string, string> = {}): FormField {
  const required = given.value === undefined && given.default === undefined;
  return formField({ required, ...given }, annotations);
}

describe("formField", () => {
  it.each([
    [
      "no value: a person must give one",
      { name: "git-repo" },
      { title: "Git repo", type: "string", minLength: 1 },
    ],
    ["a value", { name: "tag", value: "v1" }, { title: "Tag", type: "string", default: "v1" }],
    [
      "default, which Argo ignores",
      { name: "tag", default: "v1" },
      { title: "Tag", type: "string", default: "v1" },
    ],
    [
      "a number in quotes",
      { name: "wait_seconds", value: "007" },
      { title: "Wait seconds", type: "string", default: "007" },
    ],
    ["an abbreviation", { name: "ecr-url", value: "" }, { title: "ECR URL", type: "string" }],
    ["an empty value", { name: "tag", value: "" }, { title: "Tag", type: "string" }],
    ["what Argo works out", { name: "run", value: "{{workflow.name}}" }, { title: "Run", type: "string" }],
    [
      "several lines",
      { name: "values", value: "a\nb" },
      { title: "Values", type: "string", default: "a\nb", "ui:widget": "textarea" },
    ],
    ["a source in the cluster", { name: "key", required: false }, { title: "Key", type: "string" }],
    [
      "true and false",
      { name: "push", value: "true", enum: ["true", "false"] },
      { title: "Push", type: "boolean", default: true },
    ],
    [
      "true or false, to be chosen",
      { name: "push", enum: ["false", "true"] },
      { title: "Push", type: "boolean" },
    ],
    [
      "few choices",
      { name: "size", value: "s", enum: ["s", "m"], description: " How big\n" },
      {
        title: "Size",
        description: "How big",
        type: "string",
        enum: ["s", "m"],
        default: "s",
        "ui:widget": "radio",
      },
    ],
    [
      "many choices",
      { name: "size", enum: ["1", "2", "3", "4", "5"] },
      { title: "Size", type: "string", enum: ["1", "2", "3", "4", "5"] },
    ],
  ])("%s", (_, parameter, field) => {
    expect(fieldOf(parameter)).toEqual(field);
  });

  it.each([
    ["^[a-z]+$", "^[a-z]+$"],
    ["[a-z]+|x", "^(?:[a-z]+|x)$"],
    // Browsers don't know it; the action checks it.
    ["(?i)[[:alpha:]]+\\z", undefined],
  ])("pattern %s becomes %s", (pattern, shown) => {
    expect(fieldOf({ name: "tag", pattern })).toEqual({
      title: "Tag",
      type: "string",
      minLength: 1,
      ...(shown && { pattern: shown }),
    });
  });

  it("describes the allowed values in words, instead of the pattern", () => {
    const description = "Tag of the image, of letters.";
    expect(fieldOf({ name: "tag", description, pattern: "^[a-z]+$" })).toMatchObject({
      errorMessage: { pattern: "doesn't fit: Tag of the image, of letters." },
    });
  });

  it("uses the Backstage field that the template names", () => {
    expect(fieldOf({ name: "repo" }, { "aws-argo-infra/field.repo": "RepoUrlPicker" })).toMatchObject({
      "ui:field": "RepoUrlPicker",
    });
  });

  it.each(["github-token", "DB_PASSWORD", "secret", "api-key", "aws-credentials"])("refuses %s", (name) => {
    expect(() => fieldOf({ name })).toThrow(`parameter ${name} looks like a secret`);
  });

  it.each(["signing-key", "tokenizer", "verification-key", "keyboard"])("takes %s for no secret", (name) => {
    expect(fieldOf({ name })).toMatchObject({ type: "string" });
  });

  it("refuses a value that its enum doesn't have", () => {
    expect(() => fieldOf({ name: "size", value: "xl", enum: ["s", "m"] })).toThrow(
      'parameter size has the value "xl", which isn\'t in its enum: s, m',
    );
  });
});
