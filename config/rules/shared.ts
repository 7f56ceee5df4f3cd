import { statePrefix } from "../naming";
import type { Draft, Violation } from "./violation";

/** Rules between environments: what two of them can't share. The keys of the result are environment names. */
export function sharedViolations(drafts: readonly Draft[]): Map<string, Violation[]> {
  const found = new Map<string, Violation[]>();
  const report = (draft: Draft, path: readonly PropertyKey[], message: string) =>
    found.set(draft.name, [...(found.get(draft.name) ?? []), { path, message }]);
  const stateOwner = new Map<string, string>();
  const bootstrapper = new Map<string, string>();
  for (const draft of drafts) {
    const shadowed = drafts.find((other) => draft.name.startsWith(`${other.name}-`));
    if (shadowed) {
      report(
        draft,
        [],
        `environment ${draft.name} begins with ${shadowed.name}-, so cdktf deploy '${shadowed.name}-*' would deploy it too; rename the file`,
      );
    }
    if (!draft.state) continue;
    const { bucket, bootstrap } = draft.state;
    const prefix = statePrefix(draft.name, draft.state);
    const owner = stateOwner.get(`${bucket}/${prefix}`);
    if (owner === undefined) stateOwner.set(`${bucket}/${prefix}`, draft.name);
    else {
      report(
        draft,
        ["state", "bucket"],
        `already has the state of environment ${owner} under ${prefix}; give each environment its own bucket or keyPrefix`,
      );
    }
    if (bootstrap === "none") continue;
    const maker = bootstrapper.get(bucket);
    if (maker === undefined) bootstrapper.set(bucket, draft.name);
    else
      report(
        draft,
        ["state", "bootstrap"],
        `would create bucket ${bucket}, which environment ${maker} already creates; set none here`,
      );
  }
  return found;
}
