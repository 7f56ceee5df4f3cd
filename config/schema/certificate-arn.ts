import { arn } from "./fields/aws";

export const certificateArn = arn(
  "acm",
  /[a-z0-9-]{1,30}/,
  /certificate\/[0-9a-f-]{36}/,
  "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
)
  .optional()
  .describe(
    "ACM certificate for argo.<domain>, in the region of the environment. Required if ingress.enabled is true",
  );
