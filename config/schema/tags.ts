import { z } from "zod";
import { text } from "./fields/basic";

/** Letters of every language, as AWS allows them (IAM and AWS STS quotas, "Requirements for tags"). */
export const tags = z
  .record(
    text(
      /^(?![Aa][Ww][Ss]:)[\p{L}\p{N} _.:/=+@-]{1,128}$/u,
      "must be a tag key: at most 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:",
    ),
    text(
      /^[\p{L}\p{N} _.:/=+@-]{0,256}$/u,
      "must be a tag value: at most 256 letters, digits, spaces and _ . : / = + - @",
    ),
    { error: "must be a map of tag keys and values" },
  )
  .default({})
  .describe(
    "Tags that every AWS resource gets, in addition to Environment, Application, ManagedBy and Repository. Repository " +
      "can be in the map too: the name of your copy of this project, in place of aws-argo-infra",
  );
