import { edited, problems, rowOf } from "../fixtures/environment-file";

const sound = edited();
const slipped = (from: string, to: string) => problems({ "dev.yaml": sound.replace(from, to) });

describe("a slip of the hand", () => {
  it.each([
    [
      "three spaces instead of two, in the first line of a section",
      ["  bucket", "   bucket"],
      "6:4 is indented by 3 spaces, and its neighbor in line 7 by 2; align them",
    ],
    [
      "three spaces instead of two, in another line",
      ["  kmsKeyAlias", "   kmsKeyAlias"],
      "7:4 is indented by 3 spaces, and its neighbor in line 6 by 2; align them",
    ],
    [
      "a key that isn't indented",
      ["  name: example\n", "name: example\n"],
      "20:1 must be indented below cluster",
    ],
    [
      "no space after a colon",
      ["region: eu-central-1", "region:eu-central-1"],
      "2:7 needs a space after the colon; write region: eu-central-1",
    ],
    [
      "no closing double quote",
      ['"123456789012"', '"123456789012'],
      '1:10 has a quote without its closing "; add it',
    ],
    [
      "no closing single quote",
      ['"123456789012"', "'123456789012"],
      "1:10 has a quote without its closing '; add it",
    ],
    [
      "no closing bracket",
      ["[sso, client]", "[sso, client"],
      `${rowOf(sound, "modes:")}:10 has [ without its closing ]; add it`,
    ],
    [
      "no closing brace",
      ["teams:\n", "teams: {\n"],
      `${rowOf(sound, "teams:")}:8 has { without its closing }; add it`,
    ],
    [
      "a reserved character",
      [": platform", ": @platform"],
      "4:15 begins with @, which YAML reserves; put the value in quotes",
    ],
    [
      "an asterisk",
      ["[sso, client]", "[*]"],
      `${rowOf(sound, "modes:")}:11 begins with *, which YAML reads as an alias; put it in quotes`,
    ],
    ["a second colon", [": platform", ": a: b"], "4:15 has a second colon; put the value in quotes"],
    [
      "a placeholder of another tool",
      ['"123456789012"', "{{ account_id }}"],
      "1:10 has a placeholder of another tool; write the value, or put it in quotes",
    ],
  ] as const)("is one line, where it happened: %s", (_, [from, to], line) => {
    expect(slipped(from, to)).toEqual([`dev.yaml:${line}`]);
  });

  it("is answered with the fix where the file is YAML, but means something else", () => {
    const lines = (edits: Record<string, string>) => problems({ "dev.yaml": edited(edits) });
    expect(lines({ "archive.enabled": "yes" })).toEqual([
      'dev.yaml:42:12 archive.enabled: "yes" must be true or false; write true',
    ]);
    expect(lines({ "teams.backend.deployTo": "payments" })).toEqual([
      expect.stringMatching(
        /^dev.yaml:\d+:15 teams.backend.deployTo: "payments" .* with at most 50 items; write \[payments\]$/,
      ),
    ]);
    expect(lines({ "teams.platform": "" })).toEqual([
      expect.stringMatching(/teams.platform: empty; write \{\} for the defaults; must be a map/),
    ]);
    expect(lines({ "network.databaseSubnetIds": "\n    -subnet-0123abcd\n    -subnet-0123abce" })).toEqual([
      expect.stringMatching(/databaseSubnetIds: .* with at most 20 items; put a space after each hyphen$/),
    ]);
  });
});
