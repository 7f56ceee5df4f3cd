/** What this run says nothing about, printed at its end. */
export const notProved: readonly string[] = [
  "IAM: the emulator lets every caller do everything here; e2e:cluster and the policy simulator in the unit tests judge policies",
  "quotas, delays and eventual consistency of AWS itself",
];
