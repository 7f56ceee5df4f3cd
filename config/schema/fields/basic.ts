import { z } from "zod";

/**
 * Building blocks of the environment schema. Each takes one sentence that says what is allowed, and every
 * refusal of the field repeats it, whether the value has the wrong type, form or size.
 */

/**
 * A string that matches `pattern`. Numbers and booleans get the advice to quote them; for a fraction without
 * repeating it, since 16.10 was read as 16.1.
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

/** A whole number between two bounds, both included. */
export function wholeNumber(min: number, max: number, unit: string) {
  const error = `must be a whole number from ${min} to ${max} (${unit}), without quotes`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

/** `true` or `false`; YAML 1.2 reads `yes` and `on` as text. */
export function flag() {
  return z.boolean({ error: "must be true or false, without quotes" });
}

/** One word of a list. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `must be one of: ${words.join(", ")}` });
}

/** A map with a fixed set of keys. Unknown keys are refused. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const error = (issue: { code?: string }) =>
    issue.code === "unrecognized_keys"
      ? undefined
      : `must be a map with the keys ${Object.keys(shape).join(", ")}`;
  return z.strictObject(shape, { error });
}

/** A list without repetitions. */
export function list<Item extends z.ZodType>(
  item: Item,
  bounds: { min: number; max: number },
  allowed: string,
) {
  const error = `${allowed}, ${bounds.min} to ${bounds.max} of them`;
  return z
    .array(item, { error })
    .min(bounds.min, { error })
    .max(bounds.max, { error })
    .refine((items) => new Set(items).size === items.length, {
      error: "names the same item twice; list each item once",
    });
}
