import { complaints, edited } from "../../../fixtures/environment-file";

const complaintsWith = (teams: string) => complaints(edited({ teams }));

describe("repositories", () => {
  it("need buildsImages", () => {
    expect(complaintsWith("{ a: { buildsImages: true, repositories: [ab] } }")).toEqual([]);
    expect(complaintsWith("{ a: { repositories: [ab] } }")).toEqual([
      "teams.a.repositories: a list has no effect while buildsImages is false; set buildsImages: true, or remove the list",
    ]);
    expect(complaintsWith("{ a: { buildsImages: true } }")).toEqual([]);
  });

  it("belong to one team only", () => {
    expect(
      complaintsWith(
        "{ a: { buildsImages: true, repositories: [ab, cd] }, b: { buildsImages: true, repositories: [ef, cd] } }",
      ),
    ).toEqual([
      `teams.b.repositories[1]: "cd" belongs to team a; a team can push only to its own repositories`,
    ]);
  });

  it("can take 8000 characters in the policy of the role, whose size AWS limits", () => {
    // Each takes 200 characters as "arn:aws:ecr:eu-central-1:123456789012:repository/<148 characters>",
    const names = Array.from({ length: 40 }, (_, index) => `r${String(index).padStart(147, "0")}`);
    const complaintsWith40 = (last: string) =>
      complaintsWith(
        `{ a: { buildsImages: true, repositories: [${[...names.slice(1), last].join(", ")}] } }`,
      );
    expect(complaintsWith40("x".repeat(148))).toEqual([]);
    expect(complaintsWith40("x".repeat(149))).toEqual([
      "teams.a.repositories: a list takes 8001 characters in the policy of the team's role; the limit is 8000",
    ]);
  });

  it("count twice if they hold cached layers, which a role may both pull and push", () => {
    const names = Array.from({ length: 25 }, (_, index) => `r${String(index).padStart(141, "0")}-cache`);
    const list = (all: readonly string[]) =>
      complaintsWith(`{ a: { buildsImages: true, repositories: [${all.join(", ")}] } }`);
    expect(list(names.slice(0, 20))).toEqual([]);
    expect(list(names)).toEqual([expect.stringContaining("takes 10000 characters")]);
  });
});

describe("repositories in the complete file", () => {
  it("is refused for a repository with its registry", () => {
    expect(
      complaints(
        edited({
          "teams.backend.repositories":
            "[123412341234.dkr.ecr.eu-west-1.amazonaws.com/search/indexer, node.js/app]",
        }),
      ),
    ).toEqual([
      'teams.backend.repositories[0]: "123412341234.dkr.ecr.eu-west-1.amazonaws.com/search/indexer" begins with a registry; remove it: search/indexer',
    ]);
  });
});
