import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import {
  type App,
  LocalBackend,
  S3Backend,
  TerraformElement,
  TerraformStack,
  TerraformVariable,
} from "cdktf";
import { stateKmsKeyArn } from "../../config/arns";
import { stateKey } from "../../config/aws-naming";
import type { Environment } from "../../config/environment";
import { stackId, type StackName } from "../../config/naming";
import { ownTags } from "../../config/tags";
import { terraformJson } from "../terraform-json";

/** Session name of Terraform's role, as CloudTrail shows it. */
const sessionName = "aws-argo-infra";

/** Older versions know neither the lock in S3 nor write-only arguments. */
const requiredVersion = ">= 1.11.0";

/** What every stack has: the location of its state, the AWS provider, tags, and a check of Terraform addresses. */
export abstract class ArgoStack extends TerraformStack {
  /** Role that every provider assumes, if the environment names one. */
  protected readonly roleArn: string | undefined;

  constructor(
    app: App,
    name: StackName,
    readonly environment: Environment,
  ) {
    super(app, stackId(environment.name, name));
    if (name === "state" && environment.state.bootstrap === "local") {
      // A relative path: CDKTF's default is absolute and would contain the machine's folders.
      new LocalBackend(this, { path: "terraform.tfstate" });
    } else {
      this.keepStateInS3(name);
    }
    this.roleArn = this.deployRole();
    this.useAws();
    this.addOverride("terraform.required_version", requiredVersion);
    this.node.addValidation({ validate: () => repeatedAddresses(this) });
  }

  /**
   * CDKTF resolves every attribute here only to find references between stacks, and again when it writes the JSON. Our
   * stacks know each other by name: a test refuses such references, and so does `terraform validate`.
   */
  override prepareStack(): void {
    this.ensureBackendExists();
  }

  override toTerraform(): unknown {
    return terraformJson(this);
  }

  private keepStateInS3(name: StackName): void {
    const { state } = this.environment;
    const kmsKeyId = stateKmsKeyArn(this.environment);
    const backend = new S3Backend(this, {
      bucket: state.bucket,
      key: stateKey(this.environment, name),
      region: state.region,
      // Without a key, `encrypt` would ask for SSE-S3, whatever the bucket's own default is.
      ...(kmsKeyId !== undefined && { encrypt: true, kmsKeyId }),
      allowedAccountIds: [state.account],
      ...(state.roleArn !== undefined && { assumeRole: { roleArn: state.roleArn, sessionName } }),
    });
    // Native S3 locking, Terraform 1.11; CDKTF's class has no property for it (hashicorp/terraform-cdk#3889).
    backend.addOverride("use_lockfile", true);
  }

  /**
   * With a role for plans, the role is a variable. It is ephemeral: a saved plan doesn't contain it, so the apply of a
   * plan uses another role, and has to name it.
   */
  private deployRole(): string | undefined {
    const { roleArn, planRoleArn } = this.environment.deploy;
    if (planRoleArn === undefined) return roleArn;
    const description = "Role that Terraform assumes. For a plan: deploy.planRoleArn of the environment file";
    const variable = new TerraformVariable(this, "role_arn", {
      type: "string",
      default: roleArn,
      description,
    });
    variable.addOverride("ephemeral", true);
    return variable.stringValue;
  }

  private useAws(): void {
    const { account, region, tags } = this.environment;
    new AwsProvider(this, "aws", {
      region,
      allowedAccountIds: [account],
      ...(this.roleArn !== undefined && { assumeRole: [{ roleArn: this.roleArn, sessionName }] }),
      defaultTags: [
        {
          tags: {
            ...tags,
            ...ownTags(this.environment),
          },
        },
      ],
    });
  }
}

/** Of two resources with the same address, one would silently overwrite the other in the JSON. */
function repeatedAddresses(stack: TerraformStack): string[] {
  const seen = new Set<string>();
  return stack.node.findAll().flatMap((node) => {
    if (!TerraformElement.isTerraformElement(node) || !("terraformResourceType" in node)) return [];
    const address = `${String(node.terraformResourceType)}.${node.friendlyUniqueId}`;
    if (!seen.has(address)) {
      seen.add(address);
      return [];
    }
    return [`two resources have the address ${address}; give one of them another logical id`];
  });
}
