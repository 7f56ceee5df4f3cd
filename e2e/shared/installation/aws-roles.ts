import type { AwsEmulator } from "../../lab/aws-emulator";
import type { EnvironmentStacks } from "./stack-manifests";

/** Creates the roles of the IAM stack with its trust and policies. @returns their number */
export async function createRoles(aws: AwsEmulator, { json }: EnvironmentStacks): Promise<number> {
  const { resource = {} } = json("iam");
  const roles = Object.values(resource["aws_iam_role"] ?? {});
  for (const role of roles)
    await aws.iam("CreateRole", {
      RoleName: text(role["name"]),
      Path: text(role["path"]),
      AssumeRolePolicyDocument: text(role["assume_role_policy"]),
    });
  for (const policy of Object.values(resource["aws_iam_role_policy"] ?? {})) {
    const [, id = ""] = /aws_iam_role\.([^.]+)\./.exec(policy["role"] as string) ?? [];
    await aws.iam("PutRolePolicy", {
      RoleName: text(resource["aws_iam_role"]?.[id]?.["name"]),
      PolicyName: text(policy["name"]),
      PolicyDocument: text(policy["policy"]),
    });
  }
  return roles.length;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error("the IAM stack lacks a text where one was expected");
  return value.replaceAll("$${", "${");
}
