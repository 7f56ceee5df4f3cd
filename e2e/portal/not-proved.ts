/** What this run says nothing about, printed at its end. */
export const notProved: readonly string[] = [
  "browsers other than Chromium",
  "the generated API entity: its definition lies at an address on the internet",
];
