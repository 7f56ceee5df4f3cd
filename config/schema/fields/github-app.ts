import { list, section, text } from "./basic";
import { httpsUrl } from "./url";

const id = (what: string) => text(/^[1-9]\d{0,19}$/, `must be the ID of ${what} in quotes, such as "123456"`);

/** The names that GitHub lets a repository have. */
const repository = text(
  /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/,
  "must be the name of a repository without its owner, such as backend-api",
);

const server =
  "must be the URL of a GitHub server such as https://github.example.com, without a port and a path";

/** A GitHub App whose tokens check out a team's repositories. */
export const githubApp = section({
  appId: id("a GitHub App").describe("ID of the GitHub App"),
  installationId: id("an installation of the App").describe(
    "ID of the App's installation in the organization or account of the repositories",
  ),
  // GitHub makes no token for more (GitHub: "Create an installation access token for an app").
  repositories: list(repository, { min: 1, max: 500 }, "must be a list of names of repositories").describe(
    "Repositories that a token can read, without their owner",
  ),
  url: httpsUrl(server, { without: ":/?#@\\\\", longest: 253 })
    .default("https://github.com")
    .describe("The GitHub server: github.com, GitHub Enterprise Server, or a host of GHE.com"),
});
