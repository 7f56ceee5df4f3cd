import { readFileSync } from "node:fs";
import { join } from "node:path";

import { loadConfigSchema } from "@backstage/config-loader";

import type { Check } from "./check-packed";
import type { Readme } from "./readme";
import type { ScratchApp } from "./scratch-app";

export interface TablesProps {
  readonly check: Check;
  readonly readme: Readme;
  /** With the module in it, running. */
  readonly app: ScratchApp;
  /** Folder of the packed module. */
  readonly unpacked: string;
}

interface Action {
  readonly id: string;
  readonly examples?: readonly object[];
  readonly schema: Readonly<Record<"input" | "output", { properties: object; required?: readonly string[] }>>;
}

interface ConfigSchema {
  readonly properties?: {
    readonly argoWorkflows?: { properties: { instances: { items: { properties: object } } } };
  };
}

/** README.md's tables, compared with what they are about. */
export async function readmeTables({ check, readme, app, unpacked }: TablesProps): Promise<void> {
  const { body } = await app.scaffolder("GET", "/actions");
  const actions = (body as Action[]).filter(({ id }) => id.startsWith("argo:"));
  const action = (id: string): Action => {
    const found = actions.find((each) => each.id === id);
    if (found === undefined) throw new Error(`the backend has no action ${id}`);
    return found;
  };

  await check("README: its actions are those that the backend lists, each with an example", () => [
    ...unlike(
      named(readme.table("Scaffolder actions for Argo Workflows")),
      actions.map(({ id }) => id),
    ),
    ...actions.filter(({ examples = [] }) => examples.length === 0).map(({ id }) => `${id} has no example`),
  ]);
  await check("README: inputs and outputs of argo:workflow:submit", () => {
    const heading = "`argo:workflow:submit`";
    return compare(action("argo:workflow:submit"), readme.table(heading), readme.table(heading));
  });
  await check("README: inputs and outputs of argo:workflow:get and argo:workflow:wait", () => {
    const heading = "`argo:workflow:get` and `argo:workflow:wait`";
    const [inputs, outputs] = [readme.table(heading), readme.table(heading)];
    const ofGet = inputs.filter((row) => !row.at(-1)?.startsWith("`wait` only"));
    return [
      ...compare(action("argo:workflow:get"), ofGet, outputs),
      ...compare(action("argo:workflow:wait"), inputs, outputs),
    ];
  });
  await check("README: inputs of argo:workflowTemplate:list", () => {
    const rows = readme.table("`argo:workflowTemplate:list`");
    return compare(action("argo:workflowTemplate:list"), rows, [["`templates`"]]);
  });
  await check("README: the configuration's keys are those of config.d.ts", async () => {
    const schema = await loadConfigSchema({
      dependencies: [],
      packagePaths: [join(unpacked, "package.json")],
    });
    const { schemas } = schema.serialize() as unknown as { schemas: { value: ConfigSchema }[] };
    const sections = schemas.flatMap(({ value }) => value.properties?.argoWorkflows ?? []);
    const keys = sections.flatMap(({ properties }) => Object.keys(properties.instances.items.properties));
    return unlike(named(readme.table("Configuration")), keys);
  });
  await check("README: the versions are those that are installed", () => {
    const [backstage = [], , node = []] = readme.table("Versions");
    return [...(backstage[1] ?? "").matchAll(/`([\w-]+)` ([\d.]+)/g)]
      .filter(([, name = "", version]) => installed(`@backstage/${name}`) !== version)
      .map(([text]) => `${text} isn't what is installed`)
      .concat(node[1] === "20" ? [] : ["Node isn't the one of package.json's engines"]);
  });
  // Compared with the stacks by the tests of the repository, which this package knows nothing of.
  readme.table("Rights in Kubernetes");
}

function compare({ id, schema }: Action, inputs: string[][], outputs: string[][]): string[] {
  const needed = named(inputs.filter((row) => row.includes("needed")));
  return [
    ...unlike(named(inputs), Object.keys(schema.input.properties), `input of ${id}`),
    ...unlike(needed, schema.input.required ?? [], `needed input of ${id}`),
    ...unlike(named(outputs), Object.keys(schema.output.properties), `output of ${id}`),
  ];
}

/** Names in backquotes of a table's first column. */
function named(rows: string[][]): string[] {
  return rows.flatMap(([first = ""]) => [...first.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
}

function unlike(written: readonly string[], real: readonly string[], what = "name"): string[] {
  return [
    ...written.filter((name) => !real.includes(name)).map((name) => `${what} ${name} isn't there`),
    ...real.filter((name) => !written.includes(name)).map((name) => `${what} ${name} isn't in the table`),
  ];
}

function installed(name: string): string {
  const text = readFileSync(join("node_modules", name, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
