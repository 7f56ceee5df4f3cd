import { complaints, edited } from "../../fixtures/environment-file";

const complaintsWith = (fields: string) =>
  complaints(edited({ backstage: `{ enabled: true, ${fields} }`, "login.sso.scopes": "[profile, email]" }));

describe("backstage", () => {
  it("needs a domain for email addresses", () => {
    expect(complaintsWith("userClaim: email, userDomain: example.com")).toEqual([]);
    expect(complaintsWith("userClaim: email")).toEqual([
      "backstage.userDomain: missing; must be set while backstage.userClaim is email: a Backstage user's name has no domain",
    ]);
    expect(complaintsWith("userDomain: example.com")).toEqual([
      'backstage.userDomain: "example.com" has no effect while backstage.userClaim is preferred-username; set userClaim: email, or remove it',
    ]);
  });

  it.each([
    ["preferred-username", "[groups, email]", "profile"],
    ["email", "[groups, profile]", "email"],
  ])("needs the scope of the claim %s", (userClaim, scopes, lacking) => {
    const backstage = `{ enabled: true, userClaim: ${userClaim}${userClaim === "email" ? ", userDomain: example.com" : ""} }`;
    const login = (given: string) =>
      `{ modes: [sso, client], sso: { issuer: "https://id.example.com", adminGroups: [a], scopes: ${given} } }`;
    const found = complaints(edited({ backstage, login: login(scopes) }));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^login\\.sso\\.scopes: .*lacks ${lacking}`));
    expect(complaints(edited({ backstage, login: login("[groups, email, profile]") }))).toEqual([]);
    expect(complaints(edited({ backstage: "{ enabled: false }", login: login(scopes) }))).toEqual([]);
  });
});

describe("backstage in the complete file", () => {
  it("is refused for Backstage's token without the mode that accepts it", () => {
    expect(
      complaints(
        edited({ "backstage.enabled": "true", "login.modes": "[sso]", "login.sso.scopes": "[email]" }),
      ),
    ).toEqual([
      "login.modes: a list lacks client while backstage.enabled is true: Argo's server would refuse the token of Backstage; add client",
    ]);
  });
});
