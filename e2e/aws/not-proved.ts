/** What this run does not prove; printed at its end. */
export const notProved: readonly string[] = [
  "IAM: the emulator allows every caller everything here; e2e:cluster and the policy simulator of the unit tests check policies",
  "quotas, delays and eventual consistency of AWS itself",
];
