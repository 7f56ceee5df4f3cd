import { accessLogRules } from "../audit/access-logs";
import { bucketRules } from "../audit/buckets";
import { databaseRules } from "../audit/database";
import { identityRules } from "../audit/identity";
import { keyRules } from "../audit/keys";
import { logRules } from "../audit/logs";
import { networkRules } from "../audit/network";
import { type Estate, partOf } from "../audit/rule";
import { secretRules } from "../audit/secrets";
import { stackRules } from "../audit/stacks";
import type { Environment } from "../config/environment";
import { committedEnvironments, environment, exampleEnvironments, synthesis } from "./fixtures/synthesis";

/**
 * Applies the audit rules to the JSON of every environment. A rule that can't fail is worth nothing, so this test breaks
 * the JSON in each way that a rule lists, and the rule must report it.
 */
const estate = estateOf(exampleEnvironments());
const committed = estateOf(committedEnvironments());

const chapters = {
  S3: bucketRules,
  "access logs": accessLogRules,
  Aurora: databaseRules,
  keys: keyRules,
  secrets: secretRules,
  logs: logRules,
  "the network": networkRules,
  identities: identityRules,
  stacks: stackRules,
};

/** The stacks with AWS resources. Those in the cluster have tests of their own. */
function estateOf(environments: readonly Environment[]): Estate {
  const { stacks } = synthesis(...environments);
  return Object.fromEntries(Object.entries(stacks).filter(([id]) => /-argo-(state|storage|iam)$/.test(id)));
}

describe.each(Object.entries(chapters))("Audit of %s", (_, rules) => {
  describe.each(rules.map((rule) => [rule.meaning, rule.ids, rule] as const))(
    "%s [%s]",
    (_meaning, _ids, rule) => {
      const judged = partOf(estate, rule.environments);

      it("holds", () => {
        expect(rule.check(judged)).toEqual([]);
      });

      // An environment of the repository may have no resource of this kind.
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

it("A team's listed secrets and its GitHub App violate no rule about identities", () => {
  const githubApp = { appId: "1", installationId: "2", repositories: ["api"] };
  const one = estateOf([environment({ teams: { shop: { secrets: ["reports"], githubApp } } })]);
  const found = identityRules
    .filter(({ environments }) => environments === undefined)
    .flatMap((rule) => rule.check(one));
  expect(found.filter((each) => !each.startsWith("there is no "))).toEqual([]);
});

it("Every rule lists at least one violation", () => {
  const rules = Object.values(chapters).flat();
  expect(rules.filter(({ breaks }) => breaks.length === 0)).toEqual([]);
});
