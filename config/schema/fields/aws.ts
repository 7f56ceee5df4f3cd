import { z } from "zod";
import { text } from "./basic";

/** In a refusal: the value as the file has it, as twelve digits in quotes and brackets; nothing if it has others. */
export const paddedSource = "<account>";

/**
 * The ARN of one kind of AWS resource, in any of the three partitions.
 * @param region pattern of the region part; empty for global services such as IAM
 */
export function arn(service: string, region: RegExp, resource: RegExp, example: string) {
  return text(
    new RegExp(`^arn:(aws|aws-cn|aws-us-gov):${service}:${region.source}:\\d{12}:${resource.source}$`),
    `must be an ARN such as ${example}`,
  );
}

export const bucketName = text(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  "must be an S3 bucket name: 3 to 63 lowercase letters, digits and hyphens, without dots, and without parts that S3 reserves, such as xn--",
);
export const regionName = text(
  /^(us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov)-(central|(north|south)?(east|west)|north|south)-\d$/,
  "must be an AWS region such as eu-central-1, cn-north-1 or us-gov-west-1",
);
export const roleArn = arn(
  "iam",
  /(?:)/,
  /role\/[\w+=,.@/-]{1,500}/,
  "arn:aws:iam::123456789012:role/deploy",
);
export const kmsKeyArn = arn(
  "kms",
  /[a-z0-9-]{1,30}/,
  /key\/[a-f0-9-]{1,64}/,
  "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
);
export const snsTopicArn = arn(
  "sns",
  /[a-z0-9-]{1,30}/,
  /[A-Za-z0-9_-]{1,256}/,
  "arn:aws:sns:eu-central-1:123456789012:builds, and not of a FIFO topic",
);
export const accountId = z
  .string({
    error: ({ input }) =>
      typeof input === "number"
        ? `is a number; quote it${paddedSource}, or leading zeros are lost`
        : "must be an AWS account ID: twelve digits in quotes",
  })
  .regex(/^\d{12}$/, { error: "must be an AWS account ID: twelve digits in quotes" });
