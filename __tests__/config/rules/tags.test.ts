import { complaints, edited } from "../../fixtures/environment-file";

const complaintsWith = (tags: string) => complaints(edited({ tags }));
const many = (count: number) =>
  `{ ${Array.from({ length: count }, (_, index) => `t${index}: a`).join(", ")} }`;

describe("tags", () => {
  it.each(["Environment", "Application", "ManagedBy", "environment", "MANAGEDBY"])(
    "can't be one of the project: %s",
    (tag) => {
      expect(complaintsWith(`{ ${tag}: a }`)).toEqual([
        `tags.${tag}: "a" is set by the project itself; choose another key`,
      ]);
    },
  );

  it("can name the repository of your copy, in its exact spelling", () => {
    expect(complaintsWith("{ Repository: platform/argo }")).toEqual([]);
    expect(complaintsWith("{ repository: platform/argo }")).toEqual([
      'tags.repository: "platform/argo" is set by the project itself; write Repository',
    ]);
  });

  it("can be 45, because AWS allows 50 and the project needs some", () => {
    expect(complaintsWith(many(45))).toEqual([]);
    expect(complaintsWith(many(46))).toEqual(["tags: a map has 46 tags; at most 45 are allowed"]);
  });

  it("must differ in more than case, because to IAM such keys are the same", () => {
    expect(complaintsWith("{ Team: a, Teams: b }")).toEqual([]);
    expect(complaintsWith("{ Team: a, team: b, TEAM: c }")).toEqual([
      'tags.team: "b" differs from Team only in case; keep one of them',
      'tags.TEAM: "c" differs from Team only in case; keep one of them',
    ]);
  });
});
