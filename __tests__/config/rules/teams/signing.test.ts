import { complaints, edited } from "../../../fixtures/environment-file";

const key = "arn:aws:kms:eu-central-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const complaintsWith = (signing: string, repositories = "buildsImages: true, repositories: [ab], ") =>
  complaints(edited({ teams: `{ a: { ${repositories}signing: { ${signing} } } }` }));

describe("signing", () => {
  it("needs repositories", () => {
    expect(complaintsWith("enabled: true")).toEqual([]);
    expect(complaintsWith("enabled: true", "")).toEqual([
      "teams.a.signing.enabled: true needs repositories; list the team's ECR repositories",
    ]);
    expect(complaintsWith("enabled: false", "")).toEqual([]);
  });

  it("lets others verify only where there is a key", () => {
    const refusal =
      "teams.a.signing.verifiers: a list has no effect, because the team has no signing key; give it one, or remove the list";
    expect(complaintsWith('verifiers: ["111111111111"]')).toEqual([]);
    expect(complaintsWith('enabled: false, verifiers: ["111111111111"]')).toEqual([refusal]);
    expect(complaintsWith('verifiers: ["111111111111"]', "")).toEqual([refusal]);
  });

  it("trusts keys of other builders, in this region", () => {
    const other = "https://argo.stage.example.com/team-a";
    expect(complaintsWith(`trusts: { "${other}": "${key}" }`)).toEqual([]);
    expect(complaintsWith(`trusts: { "${other}": "${key}" }`, "")).toEqual([
      "teams.a.signing.trusts: a map has no effect, because the team has no repositories to verify images in; list them, or remove the map",
    ]);
    expect(complaintsWith(`trusts: { "${other}": "${key.replace("eu-central-1", "eu-west-1")}" }`)).toEqual([
      expect.stringContaining("is in eu-west-1, but this environment is in eu-central-1"),
    ]);
    expect(complaintsWith(`trusts: { "https://argo.dev.example.com/team-a": "${key}" }`)).toEqual([
      expect.stringContaining("is the team itself, which trusts its own key; remove it"),
    ]);
  });

  it("knows the team's own builder by its namespace", () => {
    const renamed = "namespace: builds, buildsImages: true, repositories: [ab], ";
    expect(complaintsWith(`trusts: { "https://argo.dev.example.com/team-a": "${key}" }`, renamed)).toEqual(
      [],
    );
    expect(complaintsWith(`trusts: { "https://argo.dev.example.com/builds": "${key}" }`, renamed)).toEqual([
      expect.stringContaining("is the team itself, which trusts its own key; remove it"),
    ]);
  });
});
