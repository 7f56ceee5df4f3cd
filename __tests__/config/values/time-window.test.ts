import { dailyWindow, overlap, weeklyWindow } from "../../../config/values/time-window";

describe("a window", () => {
  it("of every day is counted in minutes, even across midnight", () => {
    expect(dailyWindow("03:00-04:15")).toEqual({ start: 180, minutes: 75, period: 1440 });
    expect(dailyWindow("23:30-00:30")).toEqual({ start: 1410, minutes: 60, period: 1440 });
    expect(dailyWindow("00:00-00:00")).toEqual({ start: 0, minutes: 0, period: 1440 });
  });

  it("of every week is counted from Monday, even across the end of the week", () => {
    expect(weeklyWindow("mon:00:00-mon:00:30")).toEqual({ start: 0, minutes: 30, period: 10080 });
    expect(weeklyWindow("sun:23:30-mon:00:30")).toEqual({ start: 10050, minutes: 60, period: 10080 });
    expect(weeklyWindow("tue:01:00-mon:01:00")).toEqual({ start: 1500, minutes: 8640, period: 10080 });
  });
});

describe("overlap", () => {
  it.each([
    // One inside the other, and an overlap of one minute at either end
    ["03:00-04:00", "wed:03:10-wed:03:50", true],
    ["03:10-03:50", "wed:03:00-wed:04:00", true],
    ["03:00-04:00", "wed:03:59-wed:05:00", true],
    ["03:00-04:00", "wed:02:00-wed:03:01", true],
    ["03:00-04:00", "wed:04:00-wed:05:00", false],
    ["03:00-04:00", "wed:02:00-wed:03:00", false],
    // Across midnight
    ["23:30-00:30", "wed:00:00-wed:01:00", true],
    ["23:30-00:30", "wed:00:30-wed:01:00", false],
    ["23:30-00:30", "tue:23:00-tue:23:31", true],
    ["23:30-00:30", "tue:23:00-tue:23:30", false],
    ["00:00-00:30", "tue:23:45-wed:00:15", true],
    // Across the end of the week
    ["00:00-00:30", "sun:23:45-mon:00:15", true],
    ["00:15-00:45", "sun:23:45-mon:00:15", false],
    ["23:30-00:30", "mon:00:00-mon:01:00", true],
    ["23:30-00:30", "sun:22:00-sun:23:30", false],
    ["23:30-00:30", "sun:23:59-mon:00:29", true],
    // Longer than a day
    ["12:00-12:30", "sat:13:00-mon:11:00", true],
    ["12:00-12:30", "sun:12:30-mon:12:00", false],
  ])("%s, %s: %s", (daily, weekly, expected) => {
    expect(overlap(dailyWindow(daily), weeklyWindow(weekly))).toBe(expected);
  });
});
