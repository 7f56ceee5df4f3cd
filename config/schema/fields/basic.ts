import { z } from "zod";
import { notPlain } from "../../values/plain-text";

/**
 * Building blocks of the environment schema. Each one has a sentence that says what is allowed. Every refusal of the
 * field repeats that sentence, whether the value has the wrong type, the wrong form or the wrong size.
 */

/** In a refusal: the value as the file has it, in quotes. YAML reads 00123 as 123, and 1e3 as 1000. */
export const sourceText = "<source>";
/** In a refusal of {@link flag} or of a number, if the value has quotes in the file. Otherwise it is left out. */
export const withoutQuotes = "<, without quotes>";

/**
 * A string that matches `pattern`, and that reaches the output literally: see {@link notPlain}. The refusal of a number
 * or boolean advises to quote what the file has.
 * @param placeholders what the field may contain although it looks like code
 */
export function text(pattern: RegExp, allowed: string, placeholders?: RegExp) {
  return z
    .string({
      error: ({ input }) =>
        typeof input === "number" || typeof input === "boolean"
          ? `is a ${typeof input}; quote it (${sourceText}); ${allowed}`
          : allowed,
    })
    .regex(pattern, { error: allowed })
    .refine((value) => !pattern.test(value) || notPlain(value, placeholders) === undefined, {
      error: ({ input }) => `${notPlain(String(input), placeholders) ?? ""}; ${allowed}`,
    });
}

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number, unit: string) {
  const error = `must be a whole number from ${min} to ${max} (${unit})${withoutQuotes}`;
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

/** `true` or `false`. YAML 1.2 reads `yes` and `on` as text. */
export function flag() {
  const allowed = `must be true or false${withoutQuotes}`;
  return z.boolean({
    error: ({ input }) => {
      const meant = typeof input === "string" ? meanings.get(input.toLowerCase()) : undefined;
      return meant === undefined ? allowed : `${allowed}; write ${meant}`;
    },
  });
}

const meanings = new Map([
  ...["yes", "y", "on", "true"].map((word) => [word, true] as const),
  ...["no", "n", "off", "false"].map((word) => [word, false] as const),
]);

/** One of some words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, { error: `must be one of: ${words.join(", ")}` });
}

/** A map with a fixed set of keys. It refuses unknown keys. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  const allowed = `must be a map with the keys ${Object.keys(shape).join(", ")}`;
  const map: z.ZodObject<Shape, z.core.$strict> = z.strictObject(shape, {
    error: ({ code, input }) => {
      if (code === "unrecognized_keys") return undefined;
      const defaults = input === null && map.safeParse({}).success ? "write {} for the defaults; " : "";
      return `${defaults}${allowed}`;
    },
  });
  return map;
}

/** A list without duplicates. */
export function list<Item extends z.ZodType>(
  item: Item,
  bounds: { min: number; max: number },
  allowed: string,
) {
  const size = bounds.min === 0 ? `at most ${bounds.max}` : `${bounds.min} to ${bounds.max}`;
  const error = ({ input }: { input?: unknown }) => `${allowed} with ${size} items${meantList(input)}`;
  return z
    .array(item, { error })
    .min(bounds.min, { error })
    .max(bounds.max, { error })
    .refine((items) => new Set(items).size === items.length, {
      error: "has the same item twice; list each item once",
    });
}

function meantList(input: unknown): string {
  if (typeof input !== "string") return "";
  if (/^-[^\s-]/.test(input)) return "; put a space after each hyphen";
  if (/^[\w./:@-]{1,40}(, ?[\w./:@-]{1,40})*$/.test(input)) return `; write [${input}]`;
  return /^[^\p{C}"\\]{1,80}$/u.test(input) ? `; write ["${input}"]` : "";
}
