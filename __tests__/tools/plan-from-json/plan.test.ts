import { planFromJson } from "../../../tools/plan-from-json/plan";

const stack = (attributes: Record<string, unknown>, type = "aws_s3_bucket") => ({
  resource: { [type]: { one: attributes } },
});
const change = (before: Parameters<typeof planFromJson>[0], after: Parameters<typeof planFromJson>[1]) =>
  planFromJson(before, after, "main").resource_changes?.find(({ name }) => name === "one")?.change;

describe("planFromJson", () => {
  it.each([
    ["create", undefined, stack({ bucket: "a" })],
    ["delete", stack({ bucket: "a" }), undefined],
    ["no-op", stack({ bucket: "a" }), stack({ bucket: "a" })],
    ["update", stack({ bucket: "a", force_destroy: false }), stack({ bucket: "a", force_destroy: true })],
    ["delete,create", stack({ bucket: "a" }), stack({ bucket: "b" })],
    [
      "forget",
      stack({ bucket: "a" }),
      { removed: [{ from: "aws_s3_bucket.one", lifecycle: [{ destroy: false }] }] },
    ],
    [
      "delete",
      stack({ bucket: "a" }),
      { removed: [{ from: "aws_s3_bucket.one", lifecycle: [{ destroy: true }] }] },
    ],
    ["no-op", stack({ bucket: "a", "//": { a: 1 } }), stack({ bucket: "a", "//": { a: 2 } })],
  ])("says %s", (actions, before, after) => {
    expect(change(before, after)?.actions.join()).toBe(actions);
  });

  it("replaces a binding whose role changes, and an object that is renamed", () => {
    const binding = (role: string) =>
      stack({ metadata: { name: "a" }, role_ref: { name: role } }, "kubernetes_role_binding_v1");
    const named = (name: string) => stack({ metadata: { name } }, "kubernetes_config_map_v1");
    expect(change(binding("a"), binding("b"))?.actions).toEqual(["delete", "create"]);
    expect(change(named("a"), named("b"))?.actions).toEqual(["delete", "create"]);
  });

  it("answers references that the text answers, and leaves the others unknown", () => {
    const after = {
      resource: {
        aws_iam_role_policy: {
          one: { role: "${aws_iam_role.a.id}", policy: "$${aws:username}", key: "${aws_kms_key.k.arn}" },
        },
        aws_iam_role: { a: { name: "production-argo-a" } },
      },
    };
    const made = change(undefined, after);
    expect(made?.after).toMatchObject({ role: "production-argo-a", policy: "${aws:username}" });
    expect(made?.after_unknown).toEqual({ key: true });
    expect(change(after, after)?.after_unknown).toEqual({});
  });

  it("marks itself as a stand-in, and says what a plan doesn't", () => {
    const before = stack({ bucket: "a", lifecycle: { prevent_destroy: true } });
    const { from_json } = planFromJson(before, stack({ bucket: "a" }), "main");
    expect(from_json).toMatchObject({
      base: "main",
      meta: [{ address: "aws_s3_bucket.one", before: { lifecycle: { prevent_destroy: true } }, after: {} }],
    });
  });
});
