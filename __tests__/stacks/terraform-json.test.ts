import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, Fn, Lazy, TerraformStack, Token } from "cdktf";
import { addEnvironment } from "../../stacks/environment-stacks";
import { isPlain, terraformJson } from "../../stacks/terraform-json";
import { fullEnvironment } from "../fixtures/full-environment";
import { environment } from "../fixtures/synthesis";

const stacks = [fullEnvironment(), environment({ state: { bootstrap: "local" } }, "other")].flatMap((one) => {
  const app = new App();
  addEnvironment(app, one);
  return app.node.children.filter((child) => TerraformStack.isStack(child));
});

describe("The JSON of a stack", () => {
  it.each(stacks.map((stack) => [stack.node.id, stack] as const))("of %s is what CDKTF makes", (_, stack) => {
    expect(terraformJson(stack)).toEqual(TerraformStack.prototype.toTerraform.call(stack));
  });
});

it("lists every provider of one kind", () => {
  const stack = new TerraformStack(new App(), "two");
  new AwsProvider(stack, "one", { region: "eu-central-1" });
  new AwsProvider(stack, "other", { region: "us-east-1", alias: "other" });
  const json = terraformJson(stack);
  expect(json).toEqual(TerraformStack.prototype.toTerraform.call(stack));
  expect(json["provider"]).toMatchObject({ aws: [{ region: "eu-central-1" }, { alias: "other" }] });
});

describe("A value with a token", () => {
  it.each<[string, unknown]>([
    ["a reference in a text", `arn:${Token.asString({ Ref: "a" })}`],
    ["a list", Token.asList({ Ref: "a" })],
    ["a number", Token.asNumber({ Ref: "a" })],
    ["a number in a text", `port ${Token.asNumber({ Ref: "a" })}`],
    ["a map", Token.asStringMap({ Ref: "a" })],
    ["a key of a map", { [Token.asString({ Ref: "a" })]: 1 }],
    ["a lazy value", Lazy.anyValue({ produce: () => 1 })],
    ["a function of Terraform", Fn.tomap({ a: 1 })],
    ["an empty place in a list", [undefined]],
    ["a function of TypeScript", () => 1],
  ])("is left to CDKTF: %s", (_, value) => expect(isPlain({ deep: [{ value }] })).toBe(false));

  it("isn't a text with Terraform's own syntax, or an empty field", () =>
    expect(isPlain({ text: "$${a} ${aws_s3_bucket.a.arn}", list: [1, null, true], none: undefined })).toBe(
      true,
    ));
});
