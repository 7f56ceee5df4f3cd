/** One field of a cron line: its name, its smallest and largest number, and the words that stand for numbers. */
interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words?: readonly string[];
}

const fields: readonly CronField[] = [
  { name: "minute", min: 0, max: 59 },
  { name: "hour", min: 0, max: 23 },
  { name: "day of the month", min: 1, max: 31 },
  {
    name: "month",
    min: 1,
    max: 12,
    words: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  { name: "day of the week", min: 0, max: 6, words: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

/** Names that other programs take in place of five fields. */
const names = new Map([
  ["@hourly", "0 * * * *"],
  ["@daily", "0 0 * * *"],
  ["@midnight", "0 0 * * *"],
  ["@weekly", "0 0 * * 0"],
  ["@monthly", "0 0 1 * *"],
  ["@yearly", "0 0 1 1 *"],
  ["@annually", "0 0 1 1 *"],
]);

const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * What is wrong with a cron line of five fields, as Argo reads it (robfig/cron: ParseStandard). Undefined if nothing is
 * wrong.
 */
export function cronProblem(line: string): string | undefined {
  const named = names.get(line.trim().toLowerCase());
  if (named !== undefined) return `is a name for ${named}; write "${named}"`;
  const parts = line.split(" ");
  if (parts.length !== fields.length)
    return `has ${parts.length} fields; write minute, hour, day of the month, month and day of the week, with one space between them`;
  const numbers = fields.map((field, index) => numbersOf(parts[index] ?? "", field));
  const wrong = fields.find((_, index) => numbers[index] === undefined);
  if (wrong)
    return `has ${wrong.name === "hour" ? "an" : "a"} ${wrong.name} that isn't between ${wrong.min} and ${wrong.max}, a range or a step`;
  const [, , days = [], months = []] = numbers;
  // With a day of the week, either of the two days is enough.
  const anyWeekday = parts[4]?.startsWith("*") === true;
  const exists = months.some((month) => Math.min(...days) <= (longestMonths[month - 1] ?? 0));
  return anyWeekday && !exists ? "names a day that no month has, so it never runs" : undefined;
}

/**
 * The longest time between two runs of cron lines, in seconds, within the leap year 2028. Undefined if there are fewer
 * than two runs in it.
 */
export function longestGap(lines: readonly string[]): number | undefined {
  const start = Date.UTC(2028, 0, 1);
  const times = lines.flatMap((line) => {
    const [minutes = [], hours = [], days = [], months = [], weekdays = []] = line
      .split(" ")
      .map((part, index) => (fields[index] && numbersOf(part, fields[index])) ?? []);
    const [, , day = "", , weekday = ""] = line.split(" ");
    const either = !day.startsWith("*") && !weekday.startsWith("*");
    return Array.from({ length: 366 }, (_, index) => new Date(start + index * 86_400_000))
      .filter((date) => {
        const [isDay, isWeekday] = [days.includes(date.getUTCDate()), weekdays.includes(date.getUTCDay())];
        return months.includes(date.getUTCMonth() + 1) && (either ? isDay || isWeekday : isDay && isWeekday);
      })
      .flatMap((date) =>
        hours.flatMap((hour) => minutes.map((minute) => date.getTime() / 1000 + hour * 3600 + minute * 60)),
      );
  });
  const sorted = [...new Set(times)].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, index) => time - (sorted[index] ?? time));
  return gaps.length === 0 ? undefined : gaps.reduce((longest, gap) => Math.max(longest, gap), 0);
}

/** The numbers for which one field of a line stands. Undefined if it is wrong. */
function numbersOf(text: string, field: CronField): number[] | undefined {
  const all: number[] = [];
  for (const item of text.split(",")) {
    const [, start = "", end, step] = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/(\d{1,2}))?$/i.exec(item) ?? [];
    const from = start === "*" ? field.min : numberOf(start, field);
    const onlyStart = start === "*" || step !== undefined ? field.max : from;
    const to = end === undefined ? onlyStart : numberOf(end, field);
    const by = step === undefined ? 1 : Number(step);
    if (from === undefined || to === undefined || from > to || by === 0) return undefined;
    if (start === "*" && end !== undefined) return undefined;
    for (let number = from; number <= to; number += by) all.push(number);
  }
  return all;
}

function numberOf(text: string, { min, max, words = [] }: CronField): number | undefined {
  const word = words.indexOf(text.toLowerCase());
  const number = word === -1 ? (/^\d{1,2}$/.test(text) ? Number(text) : NaN) : word + min;
  return number >= min && number <= max ? number : undefined;
}
