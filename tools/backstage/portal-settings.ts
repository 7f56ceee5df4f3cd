import { z } from "zod";
import { problemAt, problemsOf } from "../../config/field-problems";
import { render, sortProblems } from "../../config/problem";
import { Refusal } from "../../config/refusal";
import type { Violation } from "../../config/rules/violation";
import { flag, list, section, text } from "../../config/schema/fields/basic";
import { YamlFile } from "../../config/yaml-file";

const entityRef = text(
  /^(group|user):[a-z0-9-]+\/[\w.-]+$/i,
  "must be an entity reference such as group:default/platform",
);
const environmentName = text(/^[a-z]([a-z0-9-]*[a-z0-9])?$/, "must be the name of an environment");
const folder = text(
  /^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w.@+ /-]{1,200}$/,
  "must be a folder in this repository, such as own-templates",
);

const schema = section({
  owner: entityRef,
  environments: list(environmentName, { min: 1, max: 100 }, "must be a list of environments"),
  templates: list(folder, { min: 0, max: 100 }, "must be a list of folders").default([]),
  groups: z
    .record(z.string(), list(entityRef, { min: 0, max: 100 }, "must be a list of entity references"), {
      error: "must be a map of teams and their groups",
    })
    .default({}),
  componentPages: flag().default(false),
});

/** What the portal's files need and no other file has. */
export interface PortalSettings {
  /** Entity reference of the owner of all generated entities. */
  readonly owner: string;
  /** Environments in which the portal runs templates; the first one is the default. */
  readonly environments: readonly string[];
  /** Folders with workflow templates in addition to the library, relative to the repository. */
  readonly templates: readonly string[];
  /** Entity references of the Backstage groups that may use a team's namespace, by the team's name. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** Whether the community plugin shows runs on the pages of components, to everyone who signed in. */
  readonly componentPages: boolean;
}

/**
 * Reads the settings of the portal.
 * @param rules what else the settings must fulfill
 * @throws Refusal with everything that is wrong, one line each: file, line, column, field, value, what is allowed
 */
export function readPortalSettings(
  path: string,
  rules: (settings: PortalSettings) => readonly Violation[],
): PortalSettings {
  const { file, problems } = YamlFile.read(path);
  if (!file) throw refusal(path, problems);
  const parsed = schema.safeParse(file.data);
  if (!parsed.success)
    throw refusal(
      path,
      parsed.error.issues.flatMap((issue) => problemsOf(file, issue, schema)),
    );
  const violations = rules(parsed.data);
  if (violations.length > 0)
    throw refusal(
      path,
      violations.map((each) => problemAt(file, each.path, each.message)),
    );
  return parsed.data;
}

function refusal(path: string, problems: Parameters<typeof sortProblems>[0]): Refusal {
  return new Refusal(
    sortProblems(problems)
      .map((problem) => render(path, problem))
      .join("\n"),
  );
}
