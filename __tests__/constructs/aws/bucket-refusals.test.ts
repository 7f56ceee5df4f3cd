import { readFileSync } from "node:fs";
import {
  refuseOtherEncryption,
  refuseOtherKeys,
  refusePlainText,
} from "../../../constructs/aws/bucket-refusals";

describe("What a bucket refuses", () => {
  it("is in the guide for the owner of an existing bucket", () => {
    const guide = readFileSync("docs/guides/take-over.md", "utf8");
    const [, given = ""] = /```json\n([^`]*)```/.exec(guide) ?? [];
    const [, key = ""] = /kmsKeyArn: (\S+)/.exec(guide) ?? [];
    const arn = "arn:aws:s3:::company-artifacts";
    expect(JSON.parse(given)).toEqual([
      ...refusePlainText(arn),
      ...refuseOtherEncryption(`${arn}/*`),
      refuseOtherKeys(`${arn}/*`, key),
    ]);
  });
});
