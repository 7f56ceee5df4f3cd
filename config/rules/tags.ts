import { ownTagKeys } from "../tags";
import type { Draft, Violation } from "./violation";

/** Keys that the project sets itself, and the maximum number of tags on a bucket or role. */
export function tagsRules({ tags }: Draft): Violation[] {
  if (!tags) return [];
  const found: Violation[] = Object.keys(tags)
    .filter((tag) => ownTagKeys.some((own) => own.toLowerCase() === tag.toLowerCase()))
    .map((tag) => ({ path: ["tags", tag], message: "is set by the project itself; choose another key" }));
  // IAM takes two keys that differ in case for one (API TagRole).
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
