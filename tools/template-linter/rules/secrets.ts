import type { Input } from "../input";
import type { Place } from "../place";
import type { Finding, Rule } from "../rule";

/** Rules about secrets. */

const secretName =
  /(^|[-_.])(passwords?|passwd|passphrase|secrets?|tokens?|credentials?|api[-_]?keys?|access[-_]?keys?|private[-_]?keys?|webhook([-_]?url)?)$/i;
/** What credentials look like. Their issuers publish the prefixes for secret scanners. */
const secretValue =
  /AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30}|github_pat_\w{20}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10}|hooks\.slack\.com\/services\/\w|-----BEGIN [A-Z ]*PRIVATE KEY-----|:\/\/[\w.%+-]{1,64}:(?!(?:token|password|pass|secret)@)[^\s/:@{}$*<>"'()[\]]{3,256}@/;

const secretParameter: Rule = {
  id: "secret-parameter",
  sentence: "Secrets come from a Kubernetes Secret through env, never from a parameter or the file.",
  *check({ manifests, templates }) {
    const inputs: Input[] = [
      ...manifests.flatMap((manifest) => manifest.arguments),
      ...templates.flatMap(({ parameters }) => parameters),
    ];
    for (const { name, place } of inputs)
      if (secretName.test(name.replace(/([a-z])([A-Z])/g, "$1-$2")))
        yield {
          place,
          message: `${name} sounds like a secret, but everyone who can see the workflow can see its parameters; read a Secret through env`,
        };
    for (const { place } of manifests) yield* leaked(place);
  },
};

function* leaked(manifest: Place): Generator<Finding> {
  for (const place of manifest.texts())
    if (secretValue.test(place.string ?? ""))
      yield {
        place,
        message:
          "contains what looks like a secret; put it into a Kubernetes Secret, and rotate it because it is exposed",
      };
}

export const secretRules = [secretParameter];
