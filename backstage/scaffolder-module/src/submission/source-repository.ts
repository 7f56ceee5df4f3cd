import { InputError } from "@backstage/errors";

import { oneLine } from "../one-line";

/**
 * The address of the Git repository in a source location, as the catalog's annotation `backstage.io/source-location` has
 * it: `url:https://github.com/acme/shop/tree/main/` is in `https://github.com/acme/shop`. Knows the paths of GitHub,
 * GitLab, Bitbucket, Gitea and Azure DevOps.
 * @throws InputError for anything but an http(s) address
 */
export function sourceRepository(location: string): string {
  const text = location.startsWith("url:") ? location.slice("url:".length) : "";
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol) || url.username !== "")
    throw new InputError(
      `The component has no repository in the catalog (its source location is ${JSON.stringify(oneLine(location, 200))}); give the address of the repository instead`,
    );
  return `${url.origin}${repositoryPath(url.pathname)}`.replace(/\/+$/, "");
}

function repositoryPath(path: string): string {
  const [ofGitLab, inGitLab] = path.split("/-/");
  if (ofGitLab !== undefined && inGitLab !== undefined) return ofGitLab;
  const azure = /^.*?\/_git\/[^/]+/.exec(path);
  if (azure) return azure[0];
  const bitbucketServer = /^(.*?)\/projects\/([^/]+)\/repos\/([^/]+)/.exec(path);
  if (bitbucketServer) return `${bitbucketServer[1]}/scm/${bitbucketServer[2]}/${bitbucketServer[3]}`;
  return /^(\/[^/]+\/[^/]+)\/(tree|blob|edit|raw|src)(\/|$)/.exec(path)?.[1] ?? path;
}
