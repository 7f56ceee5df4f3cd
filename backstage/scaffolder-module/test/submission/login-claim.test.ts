import { loginClaim } from "../../src/submission/login-claim";

describe("loginClaim", () => {
  it.each([
    ["user:default/jane", undefined, "jane"],
    ["user:default/Jane.Doe_1", undefined, "jane.doe_1"],
    ["user:default/jane", "Example.com", "jane.at.example.com"],
    // Argo's server keeps the end of a long value, without punctuation at its start.
    [
      `user:default/j${"x".repeat(62)}`,
      "example.com",
      `${"x".repeat(63 - ".at.example.com".length)}.at.example.com`,
    ],
    [`user:default/x${"y".repeat(30)}-${"z".repeat(31)}`, undefined, `x${"y".repeat(30)}-${"z".repeat(31)}`],
    [`user:default/x-${"z".repeat(61)}`, "e.io", `${"z".repeat(55)}.at.e.io`],
  ])("is for %s with the domain %s: %s", (ref, domain, label) => {
    expect(loginClaim(ref, domain)).toBe(label);
  });
});
