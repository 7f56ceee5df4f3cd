import type { Place } from "../place";
import type { Finding, Rule } from "../rule";
import type { Input } from "../template";

/** Rules about secrets. */

const secretName =
  /(^|[-_.])(passwords?|passwd|passphrase|secrets?|tokens?|credentials?|api[-_]?keys?|access[-_]?keys?|private[-_]?keys?|webhook([-_]?url)?)$/i;
/** What a value looks like that opens something. Prefixes are those that the makers publish for secret scanners. */
const secretValue =
  /AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30}|github_pat_\w{20}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10}|hooks\.slack\.com\/services\/\w|-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[\w.%+-]{1,64}:(?!(?:token|password|pass|secret)@)[^\s/:@{}$*<>"'()[\]]{3,256}@/;

const secretParameter: Rule = {
  id: "secret-parameter",
  sentence: "Secrets come from a Secret by env, never as a parameter or in the file.",
  *check({ manifests, templates }) {
    const inputs: Input[] = [
      ...manifests.flatMap((manifest) => manifest.arguments),
      ...templates.flatMap(({ parameters }) => parameters),
    ];
    for (const { name, place } of inputs)
      if (secretName.test(name.replace(/([a-z])([A-Z])/g, "$1-$2")))
        yield {
          place,
          message: `${name} sounds like a secret, and parameters are shown to everybody who sees the workflow; read a Secret by env`,
        };
    for (const { place } of manifests) yield* leaked(place);
  },
};

function* leaked(manifest: Place): Generator<Finding> {
  for (const place of manifest.texts())
    if (secretValue.test(place.string ?? ""))
      yield {
        place,
        message: "holds what looks like a secret; put it into a Secret, and change it, for it is known now",
      };
}

export const secretRules = [secretParameter];
