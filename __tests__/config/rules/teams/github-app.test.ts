import { complaints, edited } from "../../../fixtures/environment-file";

const app = '{ appId: "123456", installationId: "654321", repositories: [api] }';
const complaintsOf = (secrets: string) =>
  complaints(edited({ "teams.backend.githubApp": app, "teams.backend.secrets": secrets }));

describe("githubApp", () => {
  it("goes with other secrets", () => expect(complaintsOf("[slack-webhook, reports]")).toEqual([]));

  it("is the only source of the Git credentials", () =>
    expect(complaintsOf("[slack-webhook, git-credentials]")).toEqual([
      'teams.backend.secrets[1]: "git-credentials" is the Secret that githubApp makes; remove it here, or remove githubApp',
    ]));

  it("keeps its private key out of the team's namespace", () =>
    expect(complaintsOf("[github-app]")).toEqual([
      'teams.backend.secrets[0]: "github-app" is the private key of githubApp, which must not come into the team\'s namespace; remove it here',
    ]));

  it("leaves a secret of the name github-app alone without an App", () =>
    expect(complaints(edited({ "teams.backend.secrets": "[github-app, git-credentials]" }))).toEqual([]));
});
