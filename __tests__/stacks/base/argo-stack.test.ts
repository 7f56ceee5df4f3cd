import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import type { App } from "cdktf";
import { Construct } from "constructs";
import type { TerraformJson } from "../../../audit/terraform-json";
import type { Environment } from "../../../config/environment";
import { addressed } from "../../../constructs/addressed";
import { ArgoStack } from "../../../stacks/base/argo-stack";
import { environment, written } from "../../fixtures/synthesis";

class ExampleStack extends ArgoStack {
  constructor(app: App, place: Environment, add: (stack: ExampleStack) => void = () => undefined) {
    super(app, "iam", place);
    add(this);
  }
}

describe("ArgoStack", () => {
  const json = (
    changes: Record<string, unknown> = {},
    add?: (stack: ExampleStack) => void,
  ): TerraformJson => {
    const { "test-argo-iam": stack } = written(
      (app) => new ExampleStack(app, environment(changes), add),
    ).stacks;
    if (stack === undefined) throw new Error("the stack has another name");
    return stack;
  };

  describe("State", () => {
    it("is encrypted, locked, and kept in the one bucket of the right account", () => {
      expect(json().terraform.backend).toEqual({
        s3: {
          bucket: "example-state",
          key: "argo/test/iam/terraform.tfstate",
          region: "eu-central-1",
          encrypt: true,
          kms_key_id: "arn:aws:kms:eu-central-1:123456789012:alias/example-state",
          allowed_account_ids: ["123456789012"],
          use_lockfile: true,
        },
      });
    });

    it("may be in another region and account, with its own key and role", () => {
      const state = {
        region: "eu-west-1",
        account: "999999999999",
        keyPrefix: "platform/argo",
        roleArn: "arn:aws:iam::999999999999:role/state",
      };
      expect(json({ state }).terraform.backend.s3).toMatchObject({
        key: "platform/argo/iam/terraform.tfstate",
        region: "eu-west-1",
        kms_key_id: "arn:aws:kms:eu-west-1:999999999999:alias/example-state",
        allowed_account_ids: ["999999999999"],
        assume_role: { role_arn: "arn:aws:iam::999999999999:role/state", session_name: "aws-argo-infra" },
      });
    });

    it("is encrypted as the bucket does it if the file names no key", () => {
      expect(json({ state: { kmsKeyAlias: undefined } }).terraform.backend.s3).toEqual({
        bucket: "example-state",
        key: "argo/test/iam/terraform.tfstate",
        region: "eu-central-1",
        allowed_account_ids: ["123456789012"],
        use_lockfile: true,
      });
    });

    it("is locked by S3 itself, without a DynamoDB table", () => {
      expect(json().terraform.backend.s3).not.toHaveProperty("dynamodb_table");
    });

    it.each([
      ["cn-north-1", "arn:aws-cn:kms:cn-north-1:123456789012:alias/example-state"],
      ["us-gov-west-1", "arn:aws-us-gov:kms:us-gov-west-1:123456789012:alias/example-state"],
    ])("has a key of the partition of %s", (region, arn) => {
      expect(json({ region }).terraform.backend.s3).toMatchObject({ kms_key_id: arn });
    });
  });

  it("refuses a Terraform that knows no write-only arguments", () => {
    expect(json().terraform).toMatchObject({ required_version: ">= 1.11.0" });
  });

  describe("Provider", () => {
    const provider = (changes?: Record<string, unknown>) => json(changes).provider.aws[0];

    it("works only in the environment's account and region", () => {
      expect(provider()).toMatchObject({
        region: "eu-central-1",
        allowed_account_ids: ["123456789012"],
      });
    });

    it("assumes the deploy role if there is one, with a session name for CloudTrail", () => {
      const roleArn = "arn:aws:iam::123456789012:role/deploy";
      expect(provider({ deploy: { roleArn } })).toMatchObject({
        assume_role: [{ role_arn: roleArn, session_name: "aws-argo-infra" }],
      });
      expect(json().provider.aws).toHaveLength(1);
      expect(json().provider.aws[0]).not.toHaveProperty("assume_role");
    });

    it("takes the role from a variable that no saved plan contains, if plans have a role of their own", () => {
      const [roleArn, planRoleArn] = ["deploy", "plan"].map(
        (name) => `arn:aws:iam::123456789012:role/${name}`,
      );
      const written = json({ deploy: { roleArn, planRoleArn } });
      expect(written.variable).toMatchObject({ role_arn: { default: roleArn, ephemeral: true } });
      expect(written.provider.aws[0]).toMatchObject({ assume_role: [{ role_arn: "${var.role_arn}" }] });
      expect(json({ deploy: { roleArn } })).not.toHaveProperty("variable");
    });

    it("sets the tags of the environment file and of the project", () => {
      expect(provider({ tags: { CostCenter: "platform" } })).toMatchObject({
        default_tags: [
          {
            tags: {
              CostCenter: "platform",
              Environment: "test",
              Application: "argo-workflows",
              ManagedBy: "terraform",
              Repository: "aws-argo-infra",
            },
          },
        ],
      });
    });

    it("names the repository of your copy, if the environment file does", () => {
      expect(provider({ tags: { Repository: "platform/argo" } })).toMatchObject({
        default_tags: [{ tags: { Environment: "test", Repository: "platform/argo" } }],
      });
    });

    it("lets no tag of the environment file replace a tag of the project", () => {
      const place = { ...environment(), tags: { Environment: "production", ManagedBy: "hand" } };
      const { stacks } = written((app) => new ExampleStack(app, place));
      expect(stacks["test-argo-iam"]?.provider.aws[0]).toMatchObject({
        default_tags: [
          {
            tags: {
              Environment: "test",
              Application: "argo-workflows",
              ManagedBy: "terraform",
              Repository: "aws-argo-infra",
            },
          },
        ],
      });
    });
  });

  describe("Addresses", () => {
    it("are refused if two resources of a type share one", () => {
      expect(() =>
        json({}, (stack) => {
          addressed("artifacts", new S3Bucket(stack, "one", {}));
          addressed("artifacts", new S3Bucket(new Construct(stack, "deeper"), "two", {}));
        }),
      ).toThrow(
        "two resources have the address aws_s3_bucket.artifacts; give one of them another logical id",
      );
    });

    it("may be equal for resources of different types", () => {
      const { resource } = json({}, (stack) => {
        addressed("artifacts", new S3Bucket(stack, "one", {}));
        addressed("artifacts", new S3BucketPolicy(stack, "two", { bucket: "x", policy: "{}" }));
      });
      expect(Object.keys(resource)).toEqual(["aws_s3_bucket", "aws_s3_bucket_policy"]);
    });
  });
});
