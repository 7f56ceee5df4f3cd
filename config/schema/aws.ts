import { z } from "zod";
import { arn, text } from "./fields";

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
export const accountId = z
  .string({
    error: ({ input }) =>
      typeof input === "number"
        ? `is a number; quote it${quotedAccount(String(input))}, or leading zeros are lost`
        : "must be an AWS account id: twelve digits in quotes",
  })
  .regex(/^\d{12}$/, { error: "must be an AWS account id: twelve digits in quotes" });

function quotedAccount(digits: string): string {
  return /^\d{1,12}$/.test(digits) ? ` ("${digits.padStart(12, "0")}")` : "";
}
