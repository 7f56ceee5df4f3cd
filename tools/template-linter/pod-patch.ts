import { parseDocument } from "yaml";
import { Place } from "./place";

/** The longest patch that is parsed, in characters. */
const maxLength = 20_000;

/** The podSpecPatch of a template or spec as data, without usable positions. Undefined if there is none. */
export function patchOf(owner: Place): Place | undefined {
  const text = owner.at("podSpecPatch").string;
  if (text === undefined || text.length > maxLength) return undefined;
  try {
    const document = parseDocument(text, { schema: "core", prettyErrors: false, stringKeys: true });
    // A patch with tags may not be YAML yet; parameter-in-pod-spec-patch reports those.
    if (document.errors.length > 0) return undefined;
    const patch = new Place(owner.source, [], document.toJS({ maxAliasCount: 0 }));
    return patch.isMap ? patch : undefined;
  } catch {
    return undefined;
  }
}
