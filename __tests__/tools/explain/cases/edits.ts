/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return -- a pull request changes the text anywhere */
import { parse, stringify } from "yaml";

/** Changes of the text of a stack, as a pull request would make them. */

type Json = any;

/** Changes the policy of a resource in place. */
export function policy(resource: Json, change: (document: Json) => void, attribute = "policy"): void {
  const document = JSON.parse(resource[attribute] as string);
  change(document);
  resource[attribute] = JSON.stringify(document);
}

/** Changes one object among the values of a release of manifests. */
export function manifest(release: Json, key: string, change: (object: Json) => void): void {
  release.values = (release.values as string[]).map((text) => {
    if (!text.includes(`\n  ${key}:\n`)) return text;
    const entry = parse(text, { maxAliasCount: -1 });
    change(entry.manifests[key]);
    return stringify(entry);
  });
}

/** Changes the values of a release. */
export function values(release: Json, change: (values: Json) => void): void {
  const all = (release.values as string[]).map((text) => parse(text));
  change(all[0]);
  release.values = all.map((each) => stringify(each));
}
