import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stringify } from "yaml";

const program = resolve(__dirname, "../../tools/wording.ts");

/** A small stack: a role, a security group, and manifests in the values of a Helm release. */
function stack({
  role = {},
  group = "Argo",
  action = "s3:GetObject",
  template = {},
  message = "'Bad' + object.x",
}) {
  const policy = JSON.stringify({ Statement: [{ Action: [action] }] });
  const manifests = {
    build: {
      metadata: { annotations: { "workflows.argoproj.io/title": "Build" } },
      spec: { image: "a:1", source: "set -e\n[ -f a ] # Builds\nmvn a: b: c\n" },
      ...template,
    },
    guard: { validations: [{ expression: "false", message: "No", messageExpression: message }] },
  };
  return JSON.stringify({
    resource: {
      aws_iam_role: {
        builds: { name: "builds", description: "Builds", assume_role_policy: policy, ...role },
      },
      aws_security_group: { archive: { description: group } },
      helm_release: { library: { values: [stringify({ manifests })] } },
    },
  });
}

let folder: string;
const git = (...words: string[]) => spawnSync("git", words, { cwd: folder });
const write = (text: string) =>
  writeFileSync(join(folder, "cdktf.out/stacks/dev-argo-iam/cdk.tf.json"), text);
const check = (...words: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [require.resolve("tsx/cli"), program, ...words],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  return { status, lines: `${stdout}${stderr}`.trim().split("\n") };
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wording-"));
  mkdirSync(join(folder, "cdktf.out/stacks/dev-argo-iam"), { recursive: true });
  git("init", "--quiet");
  write(stack({}));
  git("add", ".");
  git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "Begin");
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("npm run wording", () => {
  it("accepts other titles, descriptions and messages", () => {
    const annotations = {
      "workflows.argoproj.io/title": "Build it",
      "workflows.argoproj.io/description": "New",
    };
    write(
      stack({
        role: { description: "Roles" },
        template: { metadata: { annotations } },
        message: '"Worse" + object.x',
      }),
    );
    expect(check("HEAD")).toEqual({ status: 0, lines: ["0 differences from HEAD other than texts"] });
  });

  it("names every other difference by stack and address", () => {
    write(
      stack({
        role: { tags: {}, description: "Roles" },
        action: "s3:PutObject",
        template: { spec: { image: "a:2", source: "set -e\n[ -f a ] # Builds it\nmvn a: b: c\n" } },
        message: "'Bad' + object.y",
      }),
    );
    expect(check()).toEqual({
      status: 1,
      lines: [
        'dev-argo-iam aws_iam_role.builds assume_role_policy.Statement.0.Action.0: "s3:GetObject" -> "s3:PutObject"',
        "dev-argo-iam aws_iam_role.builds tags: added",
        'dev-argo-iam helm_release.library values.0.manifests.build.spec.image: "a:1" -> "a:2"',
        'dev-argo-iam helm_release.library values.0.manifests.build.spec.source.1: "[ -f a ] # Builds" -> "[ -f a ] # Builds it"',
        "dev-argo-iam helm_release.library values.0.manifests.guard.validations.0.messageExpression: " +
          `"'Bad' + object.x" -> "'Bad' + object.y"`,
        "5 differences from HEAD other than texts",
      ],
    });
  });

  it("names a description whose change replaces the resource", () => {
    write(stack({ group: "Database of Argo" }));
    expect(check().lines[0]).toBe(
      'dev-argo-iam aws_security_group.archive description: "Argo" -> "Database of Argo"',
    );
  });

  it("names a file that is gone, and fails without a commit to compare with", () => {
    rmSync(join(folder, "cdktf.out/stacks/dev-argo-iam/cdk.tf.json"));
    expect(check().lines[0]).toBe("dev-argo-iam file: removed");
    expect(check("no-such-branch")).toEqual({
      status: 1,
      lines: ["Git knows no commit no-such-branch; git fetch brings those of the remote"],
    });
  });
});
