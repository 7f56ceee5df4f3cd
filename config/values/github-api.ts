/**
 * API of a GitHub server (GitHub: "Getting started with the REST API" of github.com, of GHE.com and of Enterprise
 * Server).
 */
export function githubApi(server: string): string {
  const { host } = new URL(server);
  const ofGithub = host === "github.com" || host.endsWith(".ghe.com");
  return ofGithub ? `https://api.${host}` : `https://${host}/api/v3`;
}
