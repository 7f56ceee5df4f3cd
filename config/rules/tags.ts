import { ownTagKeys } from "../tags";
import type { Draft, Problem } from "./problem";

/** Keys that the project sets itself, and the maximum number of tags on a bucket or role. */
export function tagsRules({ tags }: Draft): Problem[] {
  if (!tags) return [];
  const found: Problem[] = Object.keys(tags)
    .filter((tag) => ownTagKeys.some((own) => own.toLowerCase() === tag.toLowerCase()))
    .map((tag) => ({ path: ["tags", tag], message: "is set by the project itself; choose another name" }));
  // IAM takes two keys that differ in case for one (API TagRole).
  const keys = new Map<string, string>();
  for (const tag of Object.keys(tags)) {
    const twin = keys.get(tag.toLowerCase());
    if (twin === undefined) keys.set(tag.toLowerCase(), tag);
    else found.push({ path: ["tags", tag], message: `differs from ${twin} in case only; keep one of them` });
  }
  const most = 50 - ownTagKeys.length - 1;
  if (Object.keys(tags).length > most)
    found.push({
      path: ["tags"],
      message: `holds ${Object.keys(tags).length} tags; at most ${most} are allowed`,
    });
  return found;
}
