import { loadEnvironments } from "../../config/load";
import { apart, edited, problems, rowOf, withFolder } from "../fixtures/environment-file";

describe("problems", () => {
  it("are reported together, one line each, in the order of the file", () => {
    const content = edited({
      "artifacts.retentionDay": "30",
      account: "012345678901",
      "state.bucket": "Example",
      "teams.data": "{ namespace: argo }",
      domain: undefined,
    });
    expect(problems({ "dev.yaml": content })).toEqual([
      "dev.yaml:1:1 domain: missing; must be a DNS name such as dev.example.com",
      'dev.yaml:1:10 account: 012345678901 is a number; quote it ("012345678901"), or leading zeros are lost',
      'dev.yaml:6:11 state.bucket: "Example" must be an S3 bucket name: 3 to 63 lowercase letters, digits and hyphens, without dots, and without parts that S3 reserves, such as xn--',
      "dev.yaml:40:3 artifacts.retentionDay: unknown key; did you mean retentionDays?",
      `dev.yaml:${rowOf(content, "data: ")}:22 teams.data.namespace: "argo" puts the team into namespace argo, which is reserved; no team can run workflows there`,
    ]);
  });

  it("of all files are reported in one run, file by file", () => {
    expect(
      problems({
        "c.yaml": "",
        "a.yaml": edited({ domain: "localhost", region: "moon-east-1" }),
        "b.yaml": edited(apart("b")),
        "d.yml": "",
        "e.yaml": "a: [",
      }),
    ).toEqual([
      'a.yaml:2:9 region: "moon-east-1" must be an AWS region such as eu-central-1, cn-north-1 or us-gov-west-1',
      'a.yaml:32:9 domain: "localhost" must be a DNS name such as dev.example.com',
      "c.yaml:1:1 is empty; begin with the field account",
      "d.yml:1:1 must end in .yaml; rename it",
      "e.yaml:1:4 has [ without its closing ]; add it",
    ]);
  });

  it("in the name of a file don't hide problems in the file", () => {
    expect(problems({ "Dev.yaml": edited({ domain: "localhost" }) })).toEqual([
      `Dev.yaml:1:1 is named "Dev"; an environment's name has lowercase letters, digits and hyphens, and begins with a letter`,
      'Dev.yaml:32:9 domain: "localhost" must be a DNS name such as dev.example.com',
    ]);
  });

  it("in one section don't turn off the rules for the others", () => {
    expect(
      problems({
        "dev.yaml": edited({
          "artifacts.retentionDays": "0",
          "archive.enabled": "true",
          "archive.minCapacity": "256",
          "archive.maxCapacity": "1",
        }),
      }),
    ).toEqual([
      "dev.yaml:35:18 artifacts.retentionDays: 0 must be a whole number from 1 to 3650 (days)",
      "dev.yaml:43:16 archive.minCapacity: 256 is more than maxCapacity (1)",
    ]);
  });

  it("in one section don't make rules check its defaults", () => {
    const archive = { "archive.minCapacity": "8", "archive.maxCapacity": '"8"' };
    expect(problems({ "dev.yaml": edited(archive) })).toEqual([
      'dev.yaml:44:16 archive.maxCapacity: "8" must be a number of ACUs from 1 to 256 in steps of 0.5, without quotes',
    ]);
  });

  it("in the namespace of a team don't make rules check the default", () => {
    const teams = "{ a: { namespace: A }, b: { namespace: team-a } }";
    const row = rowOf(edited({ teams }), "teams:");
    expect(problems({ "dev.yaml": edited({ teams }) })).toEqual([
      `dev.yaml:${row}:26 teams.a.namespace: "A" must be a Kubernetes namespace: at most 63 lowercase letters, digits and hyphens`,
    ]);
  });

  it("in one team don't turn off the rules for the others", () => {
    const teams =
      "{ a: { namespace: A }, b: { quota: { pods: 0 }, namespace: argo }, c: { namespace: argo } }";
    const row = rowOf(edited({ teams }), "teams:");
    const reserved = "puts the team into namespace argo, which is reserved; no team can run workflows there";
    expect(problems({ "dev.yaml": edited({ teams }) })).toEqual([
      `dev.yaml:${row}:26 teams.a.namespace: "A" must be a Kubernetes namespace: at most 63 lowercase letters, digits and hyphens`,
      `dev.yaml:${row}:51 teams.b.quota.pods: 0 must be a whole number from 1 to 10000 (pods)`,
      `dev.yaml:${row}:67 teams.b.namespace: "argo" ${reserved}`,
      `dev.yaml:${row}:91 teams.c.namespace: "argo" puts the team into namespace argo, which belongs to team b`,
      `dev.yaml:${row}:91 teams.c.namespace: "argo" ${reserved}`,
    ]);
  });

  it("in a field that rules depend on cause no second line", () => {
    const teams = "{ a: { buildsImages: yes, repositories: [ab] } }";
    const row = rowOf(edited({ teams }), "teams:");
    expect(problems({ "dev.yaml": edited({ teams }) })).toEqual([
      `dev.yaml:${row}:29 teams.a.buildsImages: "yes" must be true or false; write true`,
    ]);
  });

  it("behind an alias are reported for each field, at the position of the value", () => {
    const teams = "{ a: &a { quota: { pods: 0 } }, b: *a }";
    const row = rowOf(edited({ teams }), "teams:");
    expect(problems({ "dev.yaml": edited({ teams }) })).toEqual([
      `dev.yaml:${row}:33 teams.a.quota.pods: 0 must be a whole number from 1 to 10000 (pods)`,
      `dev.yaml:${row}:33 teams.b.quota.pods: 0 must be a whole number from 1 to 10000 (pods)`,
    ]);
  });

  it.each(["account", "region", "state", "cluster", "network", "domain"])("report a missing %s", (field) => {
    expect(problems({ "dev.yaml": edited({ [field]: undefined }) })).toEqual([
      expect.stringMatching(new RegExp(`^dev\\.yaml:1:1 ${field}: missing; must be `)),
    ]);
  });

  it.each(["state.bucket", "cluster.name", "network.vpcId"])(
    "report a missing %s at the position of its section",
    (field) => {
      const content = edited({ [field]: undefined });
      const [section = ""] = field.split(".");
      const row = content.split("\n").indexOf(`${section}:`) + 2;
      expect(problems({ "dev.yaml": content })).toEqual([
        expect.stringMatching(new RegExp(`^dev\\.yaml:${row}:3 ${field}: missing; must be `)),
      ]);
    },
  );
});

describe("very many problems", () => {
  it.each([
    [
      "unknown keys",
      20_000,
      edited() + Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join(""),
    ],
    [
      "wrong teams",
      5_000,
      edited({ teams: `{ ${Array.from({ length: 5_000 }, (_, index) => `t${index}: 1`).join(", ")} }` }),
    ],
  ])("(%s: %i) are 50 lines and the number of the others", (_, count, content) => {
    const message = withFolder({ "dev.yaml": content }, (folder) => {
      try {
        loadEnvironments(folder);
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    });
    const lines = message.split("\n");
    expect(lines).toHaveLength(51);
    expect(lines.at(-1)).toBe(`and ${count - 50} more`);
  });
});
