/** Which rights a team's own code can get in AWS in addition to those that the project gives. */
export interface ExtraService {
  /** The actions, without the service; `*` at the end of an entry stands for any rest. Default: all. */
  readonly actions?: readonly string[];
}

/**
 * Services of data and messages. Services that make identities, machines or other programs are missing: with them, code
 * could get rights that no statement shows. A role of your own can have those; its ARN is in a statement for
 * `sts:AssumeRole`.
 */
export const extraServices: Readonly<Record<string, ExtraService>> = {
  athena: {},
  bedrock: { actions: ["InvokeModel", "InvokeModelWithResponseStream"] },
  cloudwatch: { actions: ["PutMetricData", "GetMetricData", "GetMetricStatistics", "ListMetrics"] },
  codeartifact: {},
  dynamodb: {},
  events: { actions: ["PutEvents"] },
  firehose: { actions: ["PutRecord", "PutRecordBatch"] },
  glue: { actions: ["Get*", "BatchGet*"] },
  kinesis: {},
  // Signing keys of other teams are in the same account, so no action that signs.
  kms: { actions: ["Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey"] },
  lambda: { actions: ["InvokeFunction"] },
  "rds-db": { actions: ["connect"] },
  "redshift-data": {},
  s3: {
    actions: [
      ...["GetObject*", "PutObject", "PutObjectTagging", "DeleteObject", "DeleteObjectVersion"],
      ...["ListBucket", "ListBucketVersions", "GetBucketLocation", "AbortMultipartUpload"],
      ...["ListMultipartUploadParts", "ListBucketMultipartUploads"],
    ],
  },
  secretsmanager: { actions: ["GetSecretValue", "DescribeSecret"] },
  sns: { actions: ["Publish"] },
  sqs: {},
  ssm: { actions: ["GetParameter", "GetParameters", "GetParametersByPath"] },
  states: { actions: ["StartExecution", "StartSyncExecution", "DescribeExecution", "StopExecution"] },
  sts: { actions: ["AssumeRole", "TagSession"] },
};

/** Actions that AWS lets nobody limit to a resource. */
export const withoutResource: readonly string[] = [
  ...["cloudwatch:PutMetricData", "cloudwatch:GetMetricData", "cloudwatch:GetMetricStatistics"],
  "cloudwatch:ListMetrics",
];

/** Whether an action of a statement, which can end in `*`, is only what the list allows. */
export function isExtraAction(action: string): boolean {
  const [service = "", name = ""] = action.split(":");
  const known = Object.hasOwn(extraServices, service) ? extraServices[service] : undefined;
  if (known === undefined) return false;
  if (known.actions === undefined) return true;
  return known.actions.some((allowed) =>
    allowed.endsWith("*") ? name.startsWith(allowed.slice(0, -1)) : name === allowed,
  );
}
