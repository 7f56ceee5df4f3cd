import { accessLogRules } from "./fixtures/audit/access-logs";
import { bucketRules } from "./fixtures/audit/buckets";
import { databaseRules } from "./fixtures/audit/database";
import { estateOf, partOf } from "./fixtures/audit/estate";
import { identityRules } from "./fixtures/audit/identity";
import { keyAndSecretRules } from "./fixtures/audit/keys-and-secrets";
import { networkRules } from "./fixtures/audit/network";
import { stackRules } from "./fixtures/audit/stacks";
import { committedEnvironments, exampleEnvironments } from "./fixtures/synthesis";

/**
 * What scanners and auditors ask of the JSON of every environment. A rule that can't fail is worth nothing, so each
 * one is shown its own violations: the JSON is broken in every listed way, and the rule has to report it.
 */
const estate = estateOf(exampleEnvironments());
const committed = estateOf(committedEnvironments());

const chapters = {
  S3: bucketRules,
  "access logs": accessLogRules,
  Aurora: databaseRules,
  "keys, secrets and logs": keyAndSecretRules,
  "the network": networkRules,
  identities: identityRules,
  stacks: stackRules,
};

describe.each(Object.entries(chapters))("Audit of %s", (_, rules) => {
  describe.each(rules.map((rule) => [rule.meaning, rule.ids, rule] as const))(
    "%s [%s]",
    (_meaning, _ids, rule) => {
      const judged = partOf(estate, rule.environments);

      it("holds", () => {
        expect(rule.check(judged)).toEqual([]);
      });

      // The environments of the repository may lack what a rule is about.
      if (rule.environments === undefined)
        it("holds for the environments of the repository", () => {
          expect(rule.check(committed).filter((found) => !found.startsWith("there is no "))).toEqual([]);
        });

      it.each(rule.breaks.map((_break, index) => [index + 1]))("reports violation %i", (number) => {
        const broken = structuredClone(judged);
        rule.breaks[number - 1]?.(broken);
        expect(broken).not.toEqual(judged);
        expect(rule.check(broken)).not.toEqual([]);
      });
    },
  );
});

it("Every rule is shown at least one violation", () => {
  const rules = Object.values(chapters).flat();
  expect(rules.filter(({ breaks }) => breaks.length === 0)).toEqual([]);
});
