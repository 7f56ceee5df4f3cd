/** Names that the examples use too, so that they run as they stand. */
export const names = {
  registry: "111111111111.dkr.ecr.eu-central-1.amazonaws.com",
  git: "git.example.com",
  slack: "hooks.slack.com",
  shop: "api.staging.example.com",
  charts: "registry.example.com",
  signingKey: "alias/backend-images",
} as const;
