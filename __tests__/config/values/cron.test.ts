import { cronProblem, longestGap } from "../../../config/values/cron";

describe("cronProblem", () => {
  it.each([
    "0 3 * * *",
    "*/5 * * * *",
    "0 8-18/2 * * MON-FRI",
    "0,30 6 1,15 jan,jul *",
    "59 23 31 12 6",
    "0 0 29 2 *",
    "5/15 * * * *",
    // Either day is enough, so a Monday runs.
    "0 0 31 2 mon",
  ])("accepts %s", (line) => expect(cronProblem(line)).toBeUndefined());

  it.each([
    ["0 3 * *", "has 4 fields"],
    ["0 0 3 * * *", "has 6 fields"],
    ["0  3 * * *", "has 6 fields"],
    ["@daily", 'write "0 0 * * *"'],
    ["@every 1h", "has 2 fields"],
    ["60 3 * * *", "has a minute that isn't between 0 and 59"],
    ["0 24 * * *", "has an hour that isn't between 0 and 23"],
    ["0 3 0 * *", "has a day of the month that isn't between 1 and 31"],
    ["0 3 * 13 *", "has a month that isn't between 1 and 12"],
    ["0 3 * * 7", "has a day of the week that isn't between 0 and 6"],
    ["0 3 * * monday", "has a day of the week"],
    ["0 18-8 * * *", "has an hour"],
    ["*/0 * * * *", "has a minute"],
    ["*-5 * * * *", "has a minute"],
    ["0 3 30 2 *", "names a day that no month has, so it never runs"],
    ["0 3 31 4,6 */2", "names a day that no month has, so it never runs"],
  ])("refuses %s", (line, problem) => expect(cronProblem(line)).toContain(problem));
});

describe("longestGap", () => {
  const [hour, day] = [3600, 24 * 3600];
  it.each([
    [["*/5 * * * *"], 300],
    [["0 3 * * *"], day],
    [["0 3 * * *", "0 15 * * *"], day / 2],
    [["0 8-18/2 * * mon-fri"], 2 * day + 14 * hour],
    [["0 0 * * sun"], 7 * day],
    // The day of the month or the day of the week: in a month without an early Monday, 7 days.
    [["0 0 1 * mon"], 7 * day],
    [["0 0 1 * *"], 31 * day],
    [["0 0 29 2 *"], undefined],
  ])("of %s is %s seconds", (lines, seconds) => expect(longestGap(lines)).toBe(seconds));
});
