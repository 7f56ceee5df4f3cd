import { z } from "zod";
import { text } from "./fields/basic";

export const tags = z
  .record(
    text(
      /^(?!aws:)[\w .:/=+@-]{1,128}$/i,
      "must be a tag key: at most 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:",
    ),
    text(
      /^[\w .:/=+@-]{0,256}$/,
      "must be a tag value: at most 256 letters, digits, spaces and _ . : / = + - @",
    ),
    { error: "must be a map of tag keys and values" },
  )
  .default({})
  .describe(
    "Tags that every AWS resource gets, in addition to Environment, Application, ManagedBy and Repository",
  );
