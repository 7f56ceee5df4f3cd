import { gitCredentials } from "../naming";

/**
 * Secrets that the library reads, and the key of the Kubernetes Secret in which each program looks. Their text in AWS is
 * the value itself; every other secret is a JSON object, whose keys become those of the Secret.
 */
export const libraryKeys: Readonly<Record<string, string>> = {
  [gitCredentials]: "credentials",
  "slack-webhook": "url",
  "msteams-webhook": "url",
  "npm-config": ".npmrc",
  "maven-settings": "settings.xml",
};
