import { DataAwsKmsKey } from "@cdktf/provider-aws/lib/data-aws-kms-key";
import { DataAwsS3Bucket } from "@cdktf/provider-aws/lib/data-aws-s3-bucket";
import { DataAwsS3BucketPolicy } from "@cdktf/provider-aws/lib/data-aws-s3-bucket-policy";
import { Construct } from "constructs";
import { type AccountAndRegion, s3Arn } from "../../config/arns";
import { addressed } from "../addressed";

export interface ExistingBucketProps {
  readonly location: AccountAndRegion;
  readonly name: string;
  /** ARN of the key that the bucket encrypts with. */
  readonly kmsKeyArn: string;
  /** How the names of this environment's roles begin. The bucket's policy must give them nothing. */
  readonly rolePrefix: string;
}

/**
 * A bucket for artifacts that somebody else created and maintains. Terraform changes nothing about it: a plan reads the
 * bucket, its policy and its key, and fails unless they keep what the isolation of teams rests on. No data source has the
 * bucket's encryption, its lifecycle or its public access block, so a plan can't see those.
 */
export class ExistingBucket extends Construct {
  constructor(scope: Construct, id: string, props: ExistingBucketProps) {
    super(scope, id);
    this.bucket(id, props);
    this.policy(id, props);
    this.key(id, props);
  }

  private bucket(id: string, { location: { region }, name }: ExistingBucketProps): void {
    addressed(
      id,
      new DataAwsS3Bucket(this, "bucket", {
        bucket: name,
        lifecycle: {
          postcondition: [
            demand(
              `self.bucket_region == "${region}"`,
              `Bucket ${name} must be in ${region}, the region of the environment.`,
            ),
          ],
        },
      }),
    );
  }

  private policy(id: string, { location, name, rolePrefix }: ExistingBucketProps): void {
    const arn = s3Arn(location, name);
    addressed(
      id,
      new DataAwsS3BucketPolicy(this, "policy", {
        bucket: name,
        lifecycle: {
          postcondition: [
            demand(
              refusesPlainHttp(arn),
              `The policy of bucket ${name} must refuse every request without TLS: see RefusePlainHttp in docs/guides/take-over.md.`,
            ),
            demand(
              givesNothing(rolePrefix),
              `The policy of bucket ${name} must allow nothing to everyone, and nothing to the roles ${rolePrefix}*: one team could read what another one has.`,
            ),
          ],
        },
      }),
    );
  }

  private key(id: string, { kmsKeyArn }: ExistingBucketProps): void {
    addressed(
      id,
      new DataAwsKmsKey(this, "key", {
        keyId: kmsKeyArn,
        lifecycle: {
          postcondition: [
            demand(
              'self.enabled && self.key_spec == "SYMMETRIC_DEFAULT" && self.key_manager == "CUSTOMER"',
              `Key ${kmsKeyArn} must be an enabled, symmetric, customer managed key.`,
            ),
          ],
        },
      }),
    );
  }
}

function demand(condition: string, errorMessage: string) {
  return { condition: `\${${condition}}`, errorMessage };
}

/** A policy can have one statement instead of a list, and one text instead of a list of texts. */
const statements = "flatten([jsondecode(self.policy).Statement])";
const principals = 'flatten([try(s.Principal.AWS, tostring(s.Principal), "")])';

function refusesPlainHttp(bucketArn: string): string {
  const covered = [bucketArn, `${bucketArn}/*`].map(
    (arn) => `contains(flatten([s.Resource]), ${JSON.stringify(arn)})`,
  );
  const parts = [
    's.Effect == "Deny"',
    `contains(${principals}, "*")`,
    'anytrue([for a in flatten([s.Action]) : contains(["*", "s3:*"], a)])',
    ...covered,
    // No other condition that would narrow it.
    'join(",", keys(s.Condition)) == "Bool"',
    'join(",", keys(s.Condition.Bool)) == "aws:SecureTransport"',
    'tostring(flatten([s.Condition.Bool["aws:SecureTransport"]])[0]) == "false"',
  ];
  return `anytrue([for s in ${statements} : try(${parts.join(" && ")}, false)])`;
}

/** Everyone, or everyone but some, includes the roles of all teams, whatever the condition says. */
function givesNothing(rolePrefix: string): string {
  const parts = [
    's.Effect == "Deny"',
    `(!can(s.NotPrincipal) && alltrue([for p in ${principals} : p != "*" && !strcontains(p, ${JSON.stringify(`/${rolePrefix}`)})]))`,
  ];
  return `alltrue([for s in ${statements} : ${parts.join(" || ")}])`;
}
