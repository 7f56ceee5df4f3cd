import type { Environment } from "./environment";

/** ARNs and hosts in AWS, in the partition, region and account of an environment. */

/** What an ARN needs: the account, its region and their partition. */
export type AccountAndRegion = Pick<Environment, "account" | "region" | "partition">;

/** `arn:<partition>:<service>:<region>:<account>:<resource>` in the region and account of the environment. */
export function arnOf(environment: AccountAndRegion, service: string, resource: string): string {
  return `arn:${environment.partition.name}:${service}:${environment.region}:${environment.account}:${resource}`;
}

/** ARN of an IAM resource. IAM is global, so the region is empty. */
export function iamArn(environment: AccountAndRegion, resource: string): string {
  return `arn:${environment.partition.name}:iam::${environment.account}:${resource}`;
}

/** ARN of an AWS managed policy. */
export function awsPolicyArn({ partition }: Pick<Environment, "partition">, pathAndName: string): string {
  return `arn:${partition.name}:iam::aws:policy/${pathAndName}`;
}

/** ARN of the alias of the key that encrypts the Terraform state, if the environment file names one. */
export function stateKmsKeyArn({
  partition,
  state,
}: Pick<Environment, "partition" | "state">): string | undefined {
  if (state.kmsKeyAlias === undefined) return undefined;
  return `arn:${partition.name}:kms:${state.region}:${state.account}:${state.kmsKeyAlias}`;
}

/** ARN of a role of this project, with the path from the environment file. */
export function roleArn(environment: AccountAndRegion & Pick<Environment, "iam">, name: string): string {
  return iamArn(environment, `role${environment.iam.path}${name}`);
}

/** ARN of a bucket or of keys in it. S3 names are global, so region and account are empty. */
export function s3Arn(environment: AccountAndRegion, bucketAndKey: string): string {
  return `arn:${environment.partition.name}:s3:::${bucketAndKey}`;
}

/** DNS name of an AWS service in the region of the environment, as IAM conditions use it (`kms:ViaService`). */
export function serviceEndpoint(environment: AccountAndRegion, service: string): string {
  return `${service}.${environment.region}.${environment.partition.dnsSuffix}`;
}

/** Host of the account's ECR registry in the region of the environment. */
export function registryHost(environment: AccountAndRegion): string {
  return `${environment.account}.dkr.${serviceEndpoint(environment, "ecr")}`;
}
