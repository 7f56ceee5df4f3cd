import { z } from "zod";

/**
 * Building blocks of the environment schema. Each one has a sentence that says what is allowed. Every refusal of the
 * field repeats that sentence, whether the value has the wrong type, the wrong form or the wrong size.
 */

/**
 * A string that matches `pattern`. The refusal of a number or boolean advises to quote it. It repeats the value in
 * quotes, but not if it is a fraction: YAML has read 16.10 as 16.1.
 */
export function text(pattern: RegExp, allowed: string) {
  return z
    .string({
      error: ({ input }) =>
        typeof input === "number" || typeof input === "boolean"
          ? `is a ${typeof input}; quote it${quoted(input)}; ${allowed}`
          : allowed,
    })
    .regex(pattern, { error: allowed });
}

function quoted(value: number | boolean): string {
  return typeof value === "boolean" || Number.isSafeInteger(value) ? ` ("${value}")` : " in the file";
}

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number, unit: string) {
  const error = `must be a whole number from ${min} to ${max} (${unit}), without quotes`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

/** `true` or `false`. YAML 1.2 reads `yes` and `on` as text. */
export function flag() {
  return z.boolean({ error: "must be true or false, without quotes" });
}

/** One of some words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `must be one of: ${words.join(", ")}` });
}

/** A map with a fixed set of keys. It refuses unknown keys. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const error = (issue: { code?: string }) =>
    issue.code === "unrecognized_keys"
      ? undefined
      : `must be a map with the keys ${Object.keys(shape).join(", ")}`;
  return z.strictObject(shape, { error });
}

/** A list without duplicates. */
export function list<Item extends z.ZodType>(
  item: Item,
  bounds: { min: number; max: number },
  allowed: string,
) {
  const size = bounds.min === 0 ? `at most ${bounds.max}` : `${bounds.min} to ${bounds.max}`;
  const error = `${allowed} with ${size} items`;
  return z
    .array(item, { error })
    .min(bounds.min, { error })
    .max(bounds.max, { error })
    .refine((items) => new Set(items).size === items.length, {
      error: "has the same item twice; list each item once",
    });
}
