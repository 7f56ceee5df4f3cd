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

describe("pullsFrom", () => {
  const pullsFrom = (entries: string) =>
    complaintsWith(`{ a: { buildsImages: true, repositories: [a/app], pullsFrom: [${entries}] }, b: {} }`);
  const arn = (account: string, name: string) => `arn:aws:ecr:eu-central-1:${account}:repository/${name}`;

  it("takes repositories of others, of this account and of others", () => {
    expect(pullsFrom(`platform/base, ${arn("999999999999", "a/app")}`)).toEqual([]);
    expect(complaintsWith("{ a: { pullsFrom: [platform/base] } }")).toEqual([]);
  });

  it("is refused for the team's own, in every spelling, and for one repository twice", () => {
    const own = "is the team's own repository, which it can pull from anyway; remove it";
    expect(pullsFrom(`a/app, ${arn("123456789012", "a/app")}`)).toEqual([
      `teams.a.pullsFrom[0]: "a/app" ${own}`,
      `teams.a.pullsFrom[1]: "${arn("123456789012", "a/app")}" ${own}`,
    ]);
    expect(pullsFrom(`platform/base, ${arn("123456789012", "platform/base")}`)).toEqual([
      `teams.a.pullsFrom[1]: "${arn("123456789012", "platform/base")}" is the same repository as platform/base; remove it`,
    ]);
  });

  it("opens no repository of another team, which has the same name in another region", () => {
    const elsewhere = arn("123456789012", "b/app").replace("eu-central-1", "us-east-1");
    expect(
      complaintsWith(
        `{ a: { pullsFrom: [${elsewhere}] }, b: { buildsImages: true, repositories: [b/app] } }`,
      ),
    ).toEqual([
      `teams.a.pullsFrom[0]: "${elsewhere}" would also open the repository of team b in eu-central-1; copy it`,
    ]);
  });

  it("is refused for a registry, and for another partition", () => {
    expect(pullsFrom("999999999999.dkr.ecr.eu-central-1.amazonaws.com/base")).toEqual([
      'teams.a.pullsFrom[0]: "999999999999.dkr.ecr.eu-central-1.amazonaws.com/base" begins with a registry; write arn:aws:ecr:eu-central-1:999999999999:repository/base',
    ]);
    expect(pullsFrom("quay.io/acme/base")).toEqual([
      'teams.a.pullsFrom[0]: "quay.io/acme/base" begins with a registry; write the ARN',
    ]);
    expect(pullsFrom(arn("999999999999", "base").replace("aws", "aws-cn"))).toEqual([
      expect.stringMatching(/^teams\.a\.pullsFrom\[0\]: "arn:aws-cn:.* is in partition aws-cn/),
    ]);
  });

  it("shares the policy of a role with repositories", () => {
    const names = Array.from({ length: 50 }, (_, index) => `r${String(index).padStart(147, "0")}`);
    expect(complaintsWith(`{ a: { pullsFrom: [${names.join(", ")}] } }`)).toEqual([
      "teams.a.pullsFrom: a list takes 10000 characters in the policy of the team's role; the limit is 8000",
    ]);
  });
});
