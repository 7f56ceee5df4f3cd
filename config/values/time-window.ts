/** A repeated period of time, in minutes: its start since Monday 00:00 UTC, its length, and how often it repeats. */
export interface Window {
  readonly start: number;
  readonly minutes: number;
  readonly period: number;
}

const day = 24 * 60;
const week = 7 * day;

/** A window such as `03:00-04:00`, every day. */
export function dailyWindow(window: string): Window {
  const [start = 0, end = 0] = window.split("-").map(minuteOfDay);
  return { start, minutes: (end - start + day) % day, period: day };
}

/** A window such as `sun:04:30-sun:05:30`, every week. */
export function weeklyWindow(window: string): Window {
  const [start = 0, end = 0] = window.split("-").map((moment) => {
    const weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].indexOf(moment.slice(0, 3));
    return weekday * day + minuteOfDay(moment.slice(4));
  });
  return { start, minutes: (end - start + week) % week, period: week };
}

function minuteOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** Whether a daily window overlaps a weekly one, even across midnight or the end of the week. */
export function overlap(daily: Window, weekly: Window): boolean {
  // From the day before Monday, whose window can end on Monday, to the next Monday.
  const starts = Array.from({ length: 9 }, (_, index) => (index - 1) * daily.period + daily.start);
  return starts.some(
    (start) => start < weekly.start + weekly.minutes && weekly.start < start + daily.minutes,
  );
}
