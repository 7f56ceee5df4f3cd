import { z } from "zod";
import { accountId, arn } from "./aws";
import { flag, list, section, text } from "./basic";

const builder = text(
  /^https:\/\/[a-z0-9.-]{1,253}\/[a-z0-9-]{1,63}$/,
  "must be a builder, such as https://argo.dev.example.com/team-backend: where Argo is, and the namespace of the team",
);
const key = arn(
  "kms",
  /[a-z0-9-]+/,
  /key\/[a-f0-9-]{1,64}/,
  "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
);

/** How a team signs its images, and whose images it accepts. */
export const signing = section({
  enabled: flag()
    .optional()
    .describe(
      "Give the team a KMS key that signs its images; AWS bills about 1 USD a month for it. Needs repositories. " +
        "Default: true if the team has repositories",
    ),
  verifiers: list(accountId, { min: 0, max: 20 }, "must be a list of AWS account IDs")
    .default([])
    .describe("Other AWS accounts that can read the public key, to verify the team's images there"),
  trusts: z
    .record(builder, key, { error: "must be a map of builders and the ARNs of their KMS keys" })
    .refine((entries) => Object.keys(entries).length <= 20, { error: "must have at most 20 builders" })
    .default({})
    .describe(
      "Builders in other environments whose images the team can verify here, with the KMS key that each signs with",
    ),
});
