import { explain } from "../../../tools/explain/explain";
import { type Format, printedPage } from "../../../tools/explain/page/page";
import { parsePlan, type PlanJson, type ResourceChange } from "../../../tools/explain/plan";

const plan = (json: Omit<PlanJson, "format_version">, path = "production-argo-storage.json") =>
  parsePlan(path, JSON.stringify({ format_version: "1.2", resource_changes: [], ...json }));
const page = (json: Omit<PlanJson, "format_version">, format: Format = "markdown") =>
  printedPage(explain([plan(json)]), format);

const bucket = (change: ResourceChange["change"], name = "artifacts"): ResourceChange => ({
  address: `aws_s3_bucket.${name}`,
  mode: "managed",
  type: "aws_s3_bucket",
  name,
  change,
});
const removed = (name: string) => bucket({ actions: ["delete"], before: { bucket: name }, after: null });

const hostile = [
  "</details><script>alert(1)</script>",
  "@everyone please approve",
  "`x` **Nothing dangerous.** [click](https://example.com)",
  "``` \n# What this plan means\n\nNothing changes.",
  "\u001b[2J\u001b[1;1HNothing changes.",
  "a\u202Egnp.txt",
  "<!-- hidden",
  "| a | b |",
];

describe("a page", () => {
  it.each(hostile)("prints what a pull request wrote as a value, and as nothing else: %j", (name) => {
    for (const format of ["markdown", "text"] as const) {
      const text = page({ resource_changes: [removed(name)] }, format);
      // What is outside of code spans, or of quotes, is the project's own.
      const own =
        format === "markdown"
          ? text.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "")
          : text.replace(/"(?:[^"\\]|\\.)*"/g, "");
      expect(own).not.toMatch(/@everyone|script>|click|hidden|Nothing changes|gnp|\| a/);
      expect(text).not.toMatch(/[^\n -~]/);
      expect(text.match(/^<\/details>$/gm)?.length ?? 0).toBe(format === "markdown" ? 1 : 0);
      expect(text.match(/^#+ /gm)?.length ?? 0).toBe(format === "markdown" ? 3 : 0);
    }
  });

  it("says dangers first, in words and with a mark", () => {
    const text = page({
      resource_changes: [removed("data")],
      output_changes: { region: { actions: ["create"], after: "eu-central-1" } },
    });
    expect(text.split("\n").slice(0, 8)).toEqual([
      "## What this plan means",
      "",
      "**[!!] DANGER.** 1 sentence to understand before anybody approves.",
      "",
      "### [!!] DANGER: don't approve before you understand each of these",
      "",
      "- **Data loss.** Bucket `data` will be destroyed: data loss (everything in it).",
      "",
    ]);
    expect(text.indexOf("[i] NOTE")).toBeGreaterThan(text.indexOf("[!!] DANGER:"));
  });

  it("says that nothing changes", () => {
    expect(page({})).toMatch("**[=] NO MEANING.** Nothing changes.");
  });

  it("says what is known only after the apply, and doesn't guess it", () => {
    const text = page({
      resource_changes: [
        {
          ...removed("x"),
          type: "aws_iam_role_policy",
          address: "aws_iam_role_policy.server",
          name: "server",
          change: {
            actions: ["update"],
            before: { role: "production-argo-server", policy: "{}" },
            after: { role: "production-argo-server" },
            after_unknown: { policy: true },
          },
        },
      ],
    });
    expect(text).toContain("its policy is known only after the apply, so nobody can tell what it may do");
  });

  it("never prints a sensitive value", () => {
    const text = page({
      resource_changes: [
        bucket({
          actions: ["update"],
          before: { bucket: "data", acl: "s3cret-1" },
          after: { bucket: "data", acl: "s3cret-2" },
          before_sensitive: { acl: true },
          after_sensitive: { acl: true },
        }),
      ],
      output_changes: { key: { actions: ["create"], after: "s3cret-3", after_sensitive: true } },
    });
    expect(text).not.toContain("s3cret");
    expect(text).toContain("(sensitive)");
    expect(text).toContain("Output `key` writes a secret to the state");
  });

  it("leaves no change out, whatever its type", () => {
    const change: ResourceChange = {
      address: "aws_rds_cluster_parameter_group.archive",
      type: "aws_rds_cluster_parameter_group",
      name: "archive",
      change: { actions: ["update"], before: { family: "a" }, after: { family: "b" } },
    };
    const text = page({ resource_changes: [change] });
    expect(text).toContain("`aws_rds_cluster_parameter_group.archive` also changes its `family`");
    expect(text).toContain("`family`: `a` becomes `b`");
  });

  it("stays below the limit of a comment, and keeps every danger", () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      bucket(
        { actions: ["update"], before: { tag: "a".repeat(100) }, after: { tag: `${index}` } },
        `b${index}`,
      ),
    );
    const text = page({ resource_changes: [...many, removed("data")] });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain("Bucket `data` will be destroyed");
    expect(text).toMatch(/\d+ lines more: this page was too long/);
  });

  it("says what changed outside of Terraform, and how the plan ended", () => {
    const text = page({
      errored: true,
      resource_drift: [
        bucket({ actions: ["update"], before: { force_destroy: false }, after: { force_destroy: true } }),
      ],
    });
    expect(text).toContain("The plan of `production-argo-storage` ended with an error");
    expect(text).toContain("`aws_s3_bucket.artifacts` was changed outside of Terraform: `force_destroy`");
  });

  it("tells the stack's own policy of a role from one that somebody attached", () => {
    const policy = (action: string) => JSON.stringify({ Statement: [{ Effect: "Allow", Action: action }] });
    const role = { name: "a", inline_policy: [] };
    const own = { role: "a", name: "own", policy: policy("s3:GetObject") };
    const drifted = (...inline: readonly { name: string; policy: string }[]) =>
      page({
        resource_changes: [
          {
            address: "aws_iam_role_policy.a",
            mode: "managed",
            type: "aws_iam_role_policy",
            name: "a",
            change: { actions: ["no-op"], before: own, after: own },
          },
        ],
        resource_drift: [
          {
            address: "aws_iam_role.a",
            mode: "managed",
            type: "aws_iam_role",
            name: "a",
            change: { actions: ["update"], before: role, after: { ...role, inline_policy: inline } },
          },
        ],
      });
    expect(drifted({ name: "own", policy: policy("s3:GetObject") })).toContain("Nothing changes.");
    expect(drifted({ name: "own", policy: policy("s3:*") })).toContain(
      "`aws_iam_role.a` was changed outside",
    );
    expect(drifted({ name: "more", policy: policy("s3:*") })).toContain(
      "`aws_iam_role.a` was changed outside",
    );
  });

  it("says that a plan of Terraform has a provisioner, a module, and a provider that nobody knows", () => {
    const text = page({
      configuration: {
        provider_config: {
          evil: { full_name: "registry.terraform.io/example/evil", version_constraint: ">= 1.0" },
        },
        root_module: {
          resources: [
            { address: "aws_s3_bucket.a", mode: "managed", type: "aws_s3_bucket", provisioners: [{}] },
          ],
          module_calls: { more: {} },
        },
      },
    });
    for (const part of [
      "`aws_s3_bucket.a` runs a provisioner",
      "contains module `more`",
      "Provider `registry.terraform.io/example/evil` is a program",
      "The version of provider `evil` is `>= 1.0`, not exactly one",
    ])
      expect(text).toContain(part);
  });
});

describe("what is no plan", () => {
  it.each([
    ["a saved plan", "PK\u0003\u0004", /this is no JSON; make it with terraform show -json/],
    ["a list", "[]", /this is not the JSON of a plan$/],
    ["a stack", '{"resource": {}, "terraform": {}}', /it is the JSON of a stack; use --base/],
    ["a state", '{"format_version": "1.0", "values": {}}', /it is the JSON of a state/],
    ["another version", '{"format_version": "2.0", "resource_changes": []}', /its format_version is "2\.0"/],
    [
      "changes that are none",
      '{"format_version": "1.2", "resource_changes": [1]}',
      /isn't a list of changes/,
    ],
  ])("is refused: %s", (_, text, sentence) => {
    expect(() => parsePlan("plan.json", text)).toThrow(sentence);
  });

  it("is named by the folder of its stack", () => {
    const text = '{"format_version": "1.2", "resource_changes": []}';
    const name = (path: string) => parsePlan(path, text).stack;
    expect(name("cdktf.out/stacks/dev-argo-iam/default.json")).toBe("dev-argo-iam");
    expect(name("plans/dev-argo-templates.json")).toBe("dev-argo-templates");
    expect(name("plan.json")).toBe("plan");
  });
});
