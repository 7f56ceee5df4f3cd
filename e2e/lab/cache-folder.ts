import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where built programs and Python environments are kept, outside the repository:
 * `$XDG_CACHE_HOME/aws-argo-infra`, by default `~/.cache/aws-argo-infra`. Safe to delete at any time.
 */
export function cacheFolder(): string {
  const base = process.env["XDG_CACHE_HOME"];
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "aws-argo-infra");
}
