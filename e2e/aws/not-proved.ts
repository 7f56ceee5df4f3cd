/** What this run does not prove; printed at its end. */
export const notProved: readonly string[] = [
  "IAM: the emulator allows every caller everything, except to the roles of preview, which it judges by action; " +
    "e2e:cluster and the policy simulator of the unit tests judge resources and conditions",
  "quotas, delays and eventual consistency of AWS itself",
];
