import { githubApi } from "../../../config/values/github-api";

describe("githubApi", () => {
  it.each([
    ["https://github.com", "https://api.github.com"],
    ["https://acme.ghe.com", "https://api.acme.ghe.com"],
    ["https://github.example.com", "https://github.example.com/api/v3"],
    ["https://notghe.com", "https://notghe.com/api/v3"],
  ])("of %s is %s", (server, api) => expect(githubApi(server)).toBe(api));
});
