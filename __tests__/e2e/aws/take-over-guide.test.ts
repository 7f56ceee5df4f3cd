import { readFileSync } from "node:fs";
import { takeOverGuide } from "../../../e2e/aws/take-over-guide";

interface Stack {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

const { files, changes, lookUps, roles } = takeOverGuide();
const stack = "cdktf.out/stacks/production-argo-storage";
const { resource } = JSON.parse(readFileSync(`${stack}/cdk.tf.json`, "utf8")) as Stack;
const blocks = files.flatMap(({ content }) => content.import);
const locals = Object.assign({}, ...files.map(({ content }) => content.locals ?? {})) as Record<
  string,
  string
>;

/** The ID as Terraform evaluates it, for production; what AWS has named stays a reference. */
function idOf(id: string): string {
  const values: Record<string, string> = { "var.environment": "production", "var.account": "333333333333" };
  return id
    .replaceAll(/\$\{local\.(\w+)\}/g, (_, name: string) => locals[name] ?? "nothing")
    .replaceAll(/\$\{(var\.\w+)\}/g, (reference, name: string) => values[name] ?? reference);
}

/** What a resource is called in AWS, if its JSON says it. */
function nameOf(type: string, body: Readonly<Record<string, unknown>>): unknown {
  if (type === "aws_rds_cluster_instance") return body["identifier"];
  const name = body["bucket"] ?? body["cluster_identifier"] ?? body["name"];
  const [, bucket = ""] = /^\$\{aws_s3_bucket\.([\w-]+)\.bucket\}$/.exec(String(name)) ?? [];
  return bucket === "" ? name : resource["aws_s3_bucket"]?.[bucket]?.["bucket"];
}

describe("the guide to an existing installation", () => {
  it("writes its blocks next to the JSON of storage", () =>
    expect(files.map(({ path }) => path)).toEqual([
      `${stack}/import.tf.json`,
      `${stack}/import-archive.tf.json`,
    ]));

  it("has one block for each resource but the version of the password, which an import would read into the state", () => {
    const all = Object.entries(resource).flatMap(([type, named]) =>
      Object.keys(named).map((name) => `${type}.${name}`),
    );
    const wanted = all.filter((address) => address !== "aws_secretsmanager_secret_version.archive-password");
    expect(blocks.map(({ to }) => to).sort()).toEqual(wanted.sort());
  });

  it("gives each resource the ID that its JSON gives it", () => {
    const named = blocks.filter(
      ({ to }) =>
        !/^aws_(kms_key|security_group|vpc_security_group_ingress_rule|secretsmanager_secret|iam_role_policy_attachment)\./.test(
          to,
        ),
    );
    expect(named.length).toBeGreaterThan(25);
    expect(named.map(({ to, id }) => [to, idOf(id)])).toEqual(
      named.map(({ to }) => {
        const [type = "", name = ""] = to.split(".");
        return [to, nameOf(type, resource[type]?.[name] ?? {})];
      }),
    );
  });

  it("looks up every variable of its blocks, and exports it", () => {
    const variables = files.flatMap(({ content }) => Object.keys(content.variable ?? {}));
    const used = files.flatMap(({ content }) =>
      [...JSON.stringify(content).matchAll(/\$\{var\.(\w+)\}/g)].map(([, name = ""]) => name),
    );
    expect([...new Set(used)].sort()).toEqual([...variables].sort());
    const exported = [...lookUps.matchAll(/^export (.*)$/gm)].map(([, words]) => words).join(" ");
    expect(variables.filter((name) => !exported.includes(`TF_VAR_${name}`))).toEqual([]);
    expect(variables.filter((name) => !lookUps.includes(`TF_VAR_${name}=`))).toEqual([]);
  });

  it("lists changes of types that the stacks have", () => {
    expect(changes.length).toBeGreaterThan(5);
    expect(changes.filter((change) => !((change.split(".")[0] ?? "") in resource))).toEqual([]);
  });

  it("has a command that writes the blocks of iam", () => expect(roles).toContain("import.tf.json"));
});
