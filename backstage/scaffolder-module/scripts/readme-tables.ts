import { readFileSync } from "node:fs";
import { join } from "node:path";

import { loadConfigSchema } from "@backstage/config-loader";

import type { Check } from "./check";
import type { Readme } from "./readme";
import type { ScratchApp } from "./scratch-app";

export interface TablesProps {
  readonly check: Check;
  readonly readme: Readme;
  /** Running, with the module installed. */
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
    readonly argoWorkflows?: {
      properties: { instances: { items: { properties: { access?: { items: { properties: object } } } } } };
    };
  };
}

/** Compares the tables in README.md with what they document. */
export async function readmeTables({ check, readme, app, unpacked }: TablesProps): Promise<void> {
  const { body } = await app.scaffolder("GET", "/actions");
  const actions = (body as Action[]).filter(({ id }) => id.startsWith("argo:"));
  const action = (id: string): Action => {
    const found = actions.find((each) => each.id === id);
    if (found === undefined) throw new Error(`the backend has no action ${id}`);
    return found;
  };

  await check("README: the table lists the actions of the backend, and each action has an example", () => [
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
  await check("README: the configuration keys match config.d.ts", async () => {
    const schema = await loadConfigSchema({
      dependencies: [],
      packagePaths: [join(unpacked, "package.json")],
    });
    const { schemas } = schema.serialize() as unknown as { schemas: { value: ConfigSchema }[] };
    const sections = schemas.flatMap(({ value }) => value.properties?.argoWorkflows ?? []);
    const keys = sections.flatMap(({ properties }) => Object.keys(properties.instances.items.properties));
    const access = sections.flatMap(({ properties }) =>
      Object.keys(properties.instances.items.properties.access?.items.properties ?? {}),
    );
    return [
      ...unlike(named(readme.table("Configuration")), keys),
      ...unlike(named(readme.table("Who may do what")), access),
    ];
  });
  await check("README: the versions match the installed ones", () => {
    const [backstage = [], , node = []] = readme.table("Versions");
    return [...(backstage[1] ?? "").matchAll(/`([\w-]+)` ([\d.]+)/g)]
      .filter(([, name = "", version]) => installed(`@backstage/${name}`) !== version)
      .map(([text]) => `${text} isn't the installed version`)
      .concat(node[1] === "20" ? [] : ["the Node version doesn't match engines in package.json"]);
  });
  // The repository's own tests compare it with the stacks, which this package doesn't know.
  readme.table("Permissions in Kubernetes");
}

function compare({ id, schema }: Action, inputs: string[][], outputs: string[][]): string[] {
  const required = named(inputs.filter((row) => row.includes("required")));
  return [
    ...unlike(named(inputs), Object.keys(schema.input.properties), `input of ${id}`),
    ...unlike(required, schema.input.required ?? [], `required input of ${id}`),
    ...unlike(named(outputs), Object.keys(schema.output.properties), `output of ${id}`),
  ];
}

/** Names in backquotes in the first column of a table. */
function named(rows: string[][]): string[] {
  return rows.flatMap(([first = ""]) => [...first.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
}

function unlike(written: readonly string[], real: readonly string[], what = "name"): string[] {
  return [
    ...written.filter((name) => !real.includes(name)).map((name) => `${what} ${name} doesn't exist`),
    ...real.filter((name) => !written.includes(name)).map((name) => `${what} ${name} isn't in the table`),
  ];
}

function installed(name: string): string {
  const text = readFileSync(join("node_modules", name, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
