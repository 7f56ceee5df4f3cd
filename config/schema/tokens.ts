import { section, wholeNumber } from "./fields/basic";

export const tokens = section({
  version: wholeNumber(1, 1_000_000, "raise it by one to rotate")
    .default(1)
    .describe("Raise it to replace all of them; the old ones are refused from then on"),
})
  .prefault({})
  .describe(
    "Kubernetes tokens that don't expire: Backstage's, and those of the accounts for people who log in with SSO",
  );
