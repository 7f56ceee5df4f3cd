import { section, text, wholeNumber } from "./basic";

/**
 * What a team's users can expect within 30 days. Prometheus compares 14.4 times the allowed share of failures with what
 * it sees, so an objective below 95 percent could never be missed.
 */
export const slo = section({
  success: wholeNumber(95, 99, "percent")
    .optional()
    .describe("Percentage of the team's finished workflows that succeed. Default: no such objective"),
  startWithin: text(/^[1-9]\d{0,2}m$/, "must be a number of minutes such as 2m")
    .optional()
    .describe(
      "Time within which 95 percent of the team's pods start after Argo creates them. Default: no such objective",
    ),
});
