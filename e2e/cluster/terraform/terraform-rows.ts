import type { Lab } from "../../lab/lab";
import { waitFor } from "../../lab/wait-for";
import type { Manifest } from "../../shared/installation/manifests-of";
import { type EnvironmentStacks, foreignNamespace } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { cleanUp } from "../clean-up";
import { differences } from "../differences";
import type { Terraform } from "./providers";
import { StackCopy } from "./stack-copy";
import { storedObjects } from "./stored-objects";

/** What Terraform left in the cluster, by title. */
export type Left = ReadonlyMap<string, unknown>;

/**
 * Terraform's own providers apply an environment's committed stacks to an empty cluster; a second plan is empty, and no
 * token is in a state. Afterwards everything is deleted again. @returns the objects that were in the cluster
 */
export async function terraformRows(
  table: Table,
  lab: Lab,
  stacks: EnvironmentStacks,
  terraform: Terraform,
  signal: AbortSignal,
): Promise<Left> {
  const { api, folder, kubeconfig } = lab;
  const { environment, foreign } = stacks;
  const { name } = environment;
  for (const each of foreign) await api.apply(foreignNamespace(stacks, each));
  const states: string[] = [];
  for (const stack of ["tenancy", "workflows"] as const) {
    let copy: StackCopy | undefined;
    await table.row(`${name}: ${stack}, applied by Terraform's own providers`, "done", async () => {
      copy = await StackCopy.create(stacks, stack, { folder, kubeconfig, terraform, signal });
      await copy.apply();
      return "done";
    });
    await table.row(`${name}: ${stack}, what a second plan would change`, [], () => copy?.planned());
    states.push(copy?.state ?? "");
  }
  const secrets = tokenSecrets(stacks);
  await table.row(`${name}: tokens searched for, tokens found in a state`, [secrets.length, 0], async () => {
    const tokens = await Promise.all(secrets.map((secret) => tokenOf(api, secret)));
    if (states.some((state) => state === "")) throw new Error("there is no state to search");
    return [tokens.length, tokens.filter((token) => states.some((state) => contains(state, token))).length];
  });
  const objects = [...stacks.tenancy, ...stacks.workflows];
  const left = await storedObjects(api, objects);
  await cleanUp(api, objects, foreign);
  return left;
}

/** Objects that differ if the converter's manifests create them instead of Terraform. */
export async function converterRow(
  table: Table,
  { api }: Lab,
  stacks: EnvironmentStacks,
  left: Left,
): Promise<void> {
  const objects = [...stacks.tenancy, ...stacks.workflows];
  await table.row(
    `${stacks.environment.name}: ${objects.length} objects of the converter, those that differ from Terraform's`,
    [],
    async () =>
      differences(Object.fromEntries(await storedObjects(api, objects)), Object.fromEntries(left), true),
  );
}

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** The token Secrets among an environment's objects. */
function tokenSecrets({ tenancy, workflows }: EnvironmentStacks): Named[] {
  return [...tenancy, ...workflows]
    .filter(({ type }) => type === "kubernetes.io/service-account-token")
    .map(({ metadata: { namespace = "", name } }) => ({ namespace, name }));
}

async function tokenOf(api: Lab["api"], { namespace, name }: Named): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/secrets/${name}`;
  return waitFor(
    `a token in ${path}`,
    async () => (await api.get<Manifest & { data?: { token?: string } }>(path)).data?.token,
  );
}

/** As the API server returns it, or decoded. */
function contains(state: string, token: string): boolean {
  return state.includes(token) || state.includes(Buffer.from(token, "base64").toString());
}
