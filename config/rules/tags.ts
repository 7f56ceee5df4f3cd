import { ownTagKeys, replaceableTag } from "../tags";
import type { Draft, Violation } from "./violation";

/** The project sets some keys itself, and AWS limits the number of tags on a bucket or role. */
export function tagsRules({ tags }: Draft): Violation[] {
  if (!tags) return [];
  const found: Violation[] = Object.keys(tags)
    .filter((tag) => tag !== replaceableTag)
    .filter((tag) => ownTagKeys.some((own) => own.toLowerCase() === tag.toLowerCase()))
    .map((tag) => {
      const replaceable = tag.toLowerCase() === replaceableTag.toLowerCase();
      const advice = replaceable ? `write ${replaceableTag}` : "choose another key";
      return { path: ["tags", tag], message: `is set by the project itself; ${advice}` };
    });
  // To IAM, two keys that differ only in case are the same key (API TagRole).
  const keys = new Map<string, string>();
  for (const tag of Object.keys(tags)) {
    const twin = keys.get(tag.toLowerCase());
    if (twin === undefined) keys.set(tag.toLowerCase(), tag);
    else found.push({ path: ["tags", tag], message: `differs from ${twin} only in case; keep one of them` });
  }
  const most = 50 - ownTagKeys.length - 1;
  if (Object.keys(tags).length > most)
    found.push({
      path: ["tags"],
      message: `has ${Object.keys(tags).length} tags; at most ${most} are allowed`,
    });
  return found;
}
