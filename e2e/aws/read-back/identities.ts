import { at, document, tags } from "../references";
import type { Reader } from "./reading";

/** How roles, policies and keys are read back from IAM and KMS. */
export const identityReaders: Readonly<Record<string, Reader>> = {
  aws_iam_role: ({ json, defaultTags }) => [
    {
      call: { service: "iam", operation: "get_role", parameters: { RoleName: json.name } },
      expected: {
        trust: document(json.assume_role_policy),
        path: json.path,
        boundary: json.permissions_boundary,
        description: json.description,
        tags: defaultTags,
      },
      seen: (answer) => ({
        trust: at(answer, "Role", "AssumeRolePolicyDocument"),
        path: at(answer, "Role", "Path"),
        boundary: at(answer, "Role", "PermissionsBoundary", "PermissionsBoundaryArn"),
        description: at(answer, "Role", "Description"),
        tags: tags(at(answer, "Role", "Tags")),
      }),
    },
  ],
  aws_iam_role_policy: ({ json }) => [
    {
      call: {
        service: "iam",
        operation: "get_role_policy",
        parameters: { RoleName: json.role, PolicyName: json.name },
      },
      expected: document(json.policy),
      seen: (answer) => at(answer, "PolicyDocument"),
    },
  ],
  aws_iam_role_policy_attachment: ({ json }) => [
    {
      call: { service: "iam", operation: "list_attached_role_policies", parameters: { RoleName: json.role } },
      expected: [json.policy_arn],
      seen: (answer) =>
        (at(answer, "AttachedPolicies") as unknown[]).map((policy) => at(policy, "PolicyArn")),
    },
  ],
  aws_kms_key: ({ json, attributes, defaultTags }) => {
    const ask = (operation: string) => ({
      service: "kms",
      operation,
      parameters: {
        KeyId: attributes.key_id,
        ...(operation === "get_key_policy" && { PolicyName: "default" }),
      },
    });
    return [
      // AWS doesn't rotate asymmetric keys.
      json.key_usage === "SIGN_VERIFY"
        ? {
            call: ask("describe_key"),
            expected: [json.customer_master_key_spec, json.key_usage],
            seen: (answer) => ["KeySpec", "KeyUsage"].map((field) => at(answer, "KeyMetadata", field)),
          }
        : {
            call: ask("get_key_rotation_status"),
            expected: json.enable_key_rotation,
            seen: (answer) => at(answer, "KeyRotationEnabled"),
          },
      {
        call: ask("get_key_policy"),
        expected: document(json.policy),
        seen: (answer) => document(at(answer, "Policy")),
      },
      {
        call: ask("list_resource_tags"),
        expected: defaultTags,
        seen: (answer) => tags(at(answer, "Tags"), "TagKey", "TagValue"),
      },
    ];
  },
  aws_kms_alias: ({ json }) => [
    {
      call: { service: "kms", operation: "describe_key", parameters: { KeyId: json.name } },
      expected: json.target_key_id,
      seen: (answer) => at(answer, "KeyMetadata", "KeyId"),
    },
  ],
};
