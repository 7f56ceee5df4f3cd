import { arn } from "./fields/aws";
import { section, text } from "./fields/basic";

export const iam = section({
  path: text(
    /^(?=.{1,100}$)\/([\w+=,.@-]+\/){0,8}$/,
    "must be an IAM path of at most 100 characters that begins and ends with a slash, such as /argo/",
  )
    .default("/")
    .describe("IAM path of every role that this project creates"),
  permissionsBoundaryArn: arn(
    "iam",
    /(?:)/,
    /policy\/[\w+=,.@/-]{1,500}/,
    "arn:aws:iam::123456789012:policy/boundary",
  )
    .optional()
    .describe("Permissions boundary of every role that this project creates. Default: none"),
})
  .prefault({})
  .describe("What your organization requires of IAM roles");
