import { readFileSync } from "node:fs";
import { repositoryPath } from "../../../config/repository";
import { portalRules, templateReaderRules, terminationRules } from "../../../constructs/argo/rbac-rules";
import type { Rule } from "../../../constructs/kubernetes/rbac-rule";

/** Rights of the table in the scaffolder module's README, as `verb group/resource`, by what they are for. */
function written(): (readonly [right: string, purpose: string])[] {
  const readme = readFileSync(repositoryPath("backstage", "scaffolder-module", "README.md"), "utf8");
  const [, section = ""] = /### Permissions in Kubernetes\n(.*?)\n### /s.exec(readme) ?? [];
  const rows = section.split("\n").filter((line) => /^\| (`|core)/.test(line));
  return rows.flatMap((row) => {
    const [group = "", resources = "", verbs = "", purpose = ""] = row
      .split("|")
      .slice(1)
      .map((cell) => cell.replaceAll("`", "").replace("(ClusterRole)", "").trim());
    const verbsOf = verbs.split(";");
    return resources
      .split(",")
      .flatMap((resource, index) =>
        (verbsOf[index] ?? verbs)
          .split(",")
          .map((verb) => [`${verb.trim()} ${group}/${resource.trim()}`, purpose] as const),
      );
  });
}

const real = (rules: readonly Rule[]) =>
  rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      resources.flatMap((resource) => verbs.map((verb) => `${verb} ${apiGroups[0] || "core"}/${resource}`)),
    )
    .sort();

describe("the permissions that the scaffolder module's README asks for", () => {
  it("are the permissions that the stacks give to Backstage", () => {
    const usual = written().filter(([, purpose]) => !purpose.includes("terminateOnAbort"));
    expect(usual.map(([right]) => right).sort()).toEqual(real([...portalRules, ...templateReaderRules]));
  });

  it("add one permission for terminateOnAbort, which backstage.terminate gives", () => {
    const more = written().filter(([, purpose]) => purpose === "terminateOnAbort only");
    expect(more.map(([right]) => right).sort()).toEqual(real(terminationRules));
  });
});
