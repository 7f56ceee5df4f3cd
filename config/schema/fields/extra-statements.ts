import { z } from "zod";
import { list, section, text } from "./basic";

const action = text(
  /^[a-z][a-z0-9-]{1,30}:(\*|[A-Za-z][A-Za-z0-9]{0,60}\*?)$/,
  "must be an action of AWS such as sqs:SendMessage; * can only be at the end of its name",
);
const resource = text(
  /^(\*|arn:(aws|aws-cn|aws-us-gov):[a-z0-9-]+:[a-z0-9-]*:(\d{12})?:[\x21-\x7e]{1,500})$/,
  "must be the ARN of a resource, with its account where it has one, such as arn:aws:sqs:eu-central-1:123456789012:orders",
);
const value = text(/^[\x20-\x7e]{1,256}$/, "must be text of at most 256 characters");
const conditions = z
  .record(
    text(/^[A-Za-z:]{3,64}$/, "must be an operator of a condition, such as StringEquals"),
    z.record(
      text(/^[A-Za-z0-9:/_.-]{3,128}$/, "must be a condition key, such as aws:SourceVpce"),
      z.union([value, list(value, { min: 1, max: 20 }, "must be a list of texts")], {
        error: "must be text or a list of texts",
      }),
      { error: "must be a map of condition keys and their values" },
    ),
    { error: "must be a map of operators, each with its condition keys" },
  )
  .refine((entries) => Object.keys(entries).length <= 10, { error: "must have at most 10 operators" });

const statement = section({
  Action: list(action, { min: 1, max: 30 }, "must be a list of actions").describe(
    "What the team's steps may do. Services of data and messages only",
  ),
  Resource: list(resource, { min: 1, max: 30 }, "must be a list of ARNs").describe(
    "The resources. No bucket, secret or role of this project",
  ),
  Condition: conditions.optional().describe("When it holds, as in IAM. Default: always"),
});

/** Statements of the policy of a team's own code, as IAM writes them. Each one allows. */
export const extraStatements = list(
  statement,
  { min: 0, max: 20 },
  "must be a list of statements of an IAM policy",
);
