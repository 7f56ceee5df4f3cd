import { complaints, edited } from "../../fixtures/environment-file";

const told = (tags: string) => complaints(edited({ tags }));
const many = (count: number) =>
  `{ ${Array.from({ length: count }, (_, index) => `t${index}: a`).join(", ")} }`;

describe("tags", () => {
  it.each(["Environment", "Application", "ManagedBy", "Repository", "environment", "MANAGEDBY"])(
    "don't repeat the project's own: %s",
    (tag) => {
      expect(told(`{ ${tag}: a }`)).toEqual([
        `tags.${tag}: "a" is set by the project itself; choose another key`,
      ]);
    },
  );

  it("are 45 at most, for AWS takes 50 and some are the project's", () => {
    expect(told(many(45))).toEqual([]);
    expect(told(many(46))).toEqual(["tags: a map has 46 tags; at most 45 are allowed"]);
  });

  it("differ in more than case, for IAM takes such keys for one", () => {
    expect(told("{ Team: a, Teams: b }")).toEqual([]);
    expect(told("{ Team: a, team: b, TEAM: c }")).toEqual([
      'tags.team: "b" differs from Team only in case; keep one of them',
      'tags.TEAM: "c" differs from Team only in case; keep one of them',
    ]);
  });
});
