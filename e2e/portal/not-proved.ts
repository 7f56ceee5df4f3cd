/** What this suite does not prove; printed at the end of each run. */
export const notProved: readonly string[] = [
  "browsers other than Chromium",
  "the generated API entity: its definition is at an address on the internet",
];
