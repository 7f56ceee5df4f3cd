import { covers } from "../../../config/values/arn-pattern";

const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:a/b-AbCdEf";

describe("covers", () => {
  it.each([
    [arn, true],
    ["*", true],
    [`${arn}*`, true],
    [`${arn}**`, true],
    ["arn:*:secret:*-??????", true],
    ["*b-*b*f", true],
    [`${arn}?`, false],
    [`${arn}x`, false],
    [`${arn}*x`, false],
    [arn.slice(0, -1), false],
    ["*:secret:a/b-?????", false],
    ["", false],
  ])("%s: %s", (resource, expected) => expect(covers(resource, arn)).toBe(expected));

  it("is false without an ARN", () => expect(covers("*", undefined)).toBe(false));

  it("takes many wildcards in no time", () => expect(covers("*a".repeat(500), "a".repeat(999))).toBe(true));
});
