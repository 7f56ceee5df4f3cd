import { z } from "zod";
import { cronProblem } from "../../values/cron";
import { flag, list, oneOf, section, text } from "./basic";
import { seconds } from "./kubernetes";

const cronText = /^[^\p{C}]{1,200}$/u;
const cronAllowed =
  "must be a cron line with five fields, such as 0 3 * * mon-fri: minute, hour, day of the month, month, day of the week";
const cron = text(cronText, cronAllowed).refine(
  (line) => !cronText.test(line) || cronProblem(line) === undefined,
  { error: ({ input }) => `${cronProblem(String(input)) ?? ""}; ${cronAllowed}` },
);

const zoneName = /^(UTC|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]*){1,2})$/;
const zoneNameOrShort = /^([A-Z]{2,5}|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]*){1,2})$/;
const zoneAllowed = "must be a time zone such as Europe/Berlin or UTC";
const zoneShort = /^(?!UTC$)[A-Z]{2,5}$/;
const timezone = text(zoneNameOrShort, zoneAllowed)
  .refine((name) => !zoneShort.test(name), {
    error: `is an abbreviation, which says nothing of daylight saving time; write a place such as America/New_York; ${zoneAllowed}`,
  })
  .refine((name) => !zoneName.test(name) || isZone(name), {
    error: `is not a known time zone; ${zoneAllowed}`,
  });

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const templateName = text(
  /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  "must be the name of a ClusterWorkflowTemplate: at most 63 lowercase letters, digits and hyphens",
);

const parameters = z
  .record(
    text(
      /^[A-Za-z0-9_-]{1,63}$/,
      "must be the name of a parameter: letters, digits, hyphens and underscores",
    ),
    text(/^[\s\S]{0,4096}$/, "must be text of at most 4096 characters", /[\n\t]/g),
    { error: "must be a map of parameters and their values" },
  )
  .refine((entries) => Object.keys(entries).length <= 100, { error: "must have at most 100 parameters" });

const schedule = section({
  crons: list(cron, { min: 1, max: 10 }, "must be a list of cron lines").describe(
    "When it runs: cron lines of minute, hour, day of the month, month and day of the week",
  ),
  timezone: timezone.default("UTC").describe("Time zone of crons"),
  template: templateName.describe(
    "ClusterWorkflowTemplate that it runs: one of the library, or one of workflows.clusterTemplates",
  ),
  parameters: parameters
    .default({})
    .describe(
      "Parameters of the template. Those of the library are checked: each required one is there, and each value is one " +
        "that the template takes",
    ),
  concurrencyPolicy: oneOf(["Allow", "Forbid", "Replace"])
    .default("Forbid")
    .describe(
      "What happens if the last run isn't over. Allow: both run. Forbid: the new run is skipped. Replace: the last run " +
        "is stopped",
    ),
  startingDeadlineSeconds: seconds(0, 86_400)
    .optional()
    .describe(
      "Seconds after a missed time at which the run still starts, after Argo wasn't available. Default: a missed run is skipped",
    ),
  suspend: flag()
    .default(false)
    .describe("Stop the schedule. Members of the team can do the same, and run it at any time, in Argo's UI"),
});

/** Workflows that Argo starts at certain times. */
export const schedules = z
  .record(
    text(
      /^[a-z]([a-z0-9-]{0,50}[a-z0-9])?$/,
      "must be the name of a schedule: at most 52 lowercase letters, digits and hyphens, beginning with a letter",
    ),
    schedule,
    { error: "must be a map of names and schedules" },
  )
  .refine((entries) => Object.keys(entries).length <= 50, { error: "must have at most 50 schedules" });
