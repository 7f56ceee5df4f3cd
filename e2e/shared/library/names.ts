/** Host names that the examples use, so that the examples run unchanged. */
export const names = {
  registry: "111111111111.dkr.ecr.eu-central-1.amazonaws.com",
  git: "git.example.com",
  slack: "hooks.slack.com",
  teams: "prod-01.westeurope.logic.azure.com",
  loadTarget: "api.staging.example.com",
  charts: "registry.example.com",
} as const;
