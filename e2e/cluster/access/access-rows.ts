import type { KubernetesApi } from "../../lab/kubernetes-api";
import type { Lab } from "../../lab/lab";
import { serviceAccountToken } from "../../lab/service-account-token";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { type Account, accountsOf, namespacesOf, server } from "./accounts";
import { intended } from "./intent";
import { allowed, attempts } from "./requests";
import { rightsIn } from "./rules-review";

/** Permissions that no account may have in any namespace. */
const never =
  /\*| pods\/(exec|attach|portforward)| serviceaccounts\/token|^(create|patch|update) pods$|^(list|watch|update|patch|delete|deletecollection) secrets|^(get) secrets$|impersonate|rbac\.|^(bind|escalate) /;

/** Every service account has exactly the intended permissions in every namespace, tested with its own token. */
export async function accessRows(table: Table, { api }: Lab, stacks: EnvironmentStacks): Promise<void> {
  const { environment } = stacks;
  await api.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: { ...server } });
  const namespaces = namespacesOf(stacks);
  const wrong: string[] = [];
  const forbidden: string[] = [];
  let rights = 0;
  const clients = new Map<Account, KubernetesApi>();
  for (const account of accountsOf(stacks)) {
    const client = api.as({ token: await serviceAccountToken(api, account.namespace, account.name) });
    clients.set(account, client);
    for (const namespace of namespaces) {
      const seen = await rightsIn(client, namespace);
      const meant = intended(environment, account, namespace);
      const cell = `${account.namespace}/${account.name} in ${namespace}`;
      rights += seen.size;
      for (const right of seen) {
        if (!meant.has(right)) wrong.push(`${cell} may ${right}`);
        if (never.test(right)) forbidden.push(`${cell} may ${right}`);
      }
      for (const right of meant) if (!seen.has(right)) wrong.push(`${cell} may not ${right}`);
    }
  }
  const cells = clients.size * namespaces.length;
  const { name } = environment;
  await table.row(`${name}: RBAC, ${cells} cells of account and namespace as intended`, [], () => wrong);
  await table.row(
    `${name}: RBAC, of ${rights} permissions, those that no account may have`,
    [],
    () => forbidden,
  );
  await requestRows(table, stacks, clients);
}

/** The same with real requests: one account of each kind, in its own namespace and in others. */
async function requestRows(
  table: Table,
  stacks: EnvironmentStacks,
  clients: Map<Account, KubernetesApi>,
): Promise<void> {
  const { environment, foreign } = stacks;
  const namespaces = [...environment.teams.slice(0, 2).map(({ namespace }) => namespace), "argo"].concat(
    foreign.slice(0, 2),
  );
  const seen: string[] = [];
  const meant: string[] = [];
  console.log(`\n      requests by token: ${attempts.map(({ title }) => title).join(" | ")}`);
  const home = environment.teams[0]?.namespace;
  for (const [account, client] of clients) {
    if (account.namespace !== home && account.namespace !== "argo") continue;
    for (const namespace of namespaces) {
      const title = `${account.namespace}/${account.name} in ${namespace}:`;
      const rights = intended(environment, account, namespace);
      const line = async (judge: (attempt: (typeof attempts)[number]) => Promise<boolean> | boolean) => {
        const cells: string[] = [];
        for (const attempt of attempts) cells.push((await judge(attempt)) ? "Y" : ".");
        return `${title} ${cells.join(" ")}`;
      };
      seen.push(await line((attempt) => allowed(attempt, client, namespace)));
      meant.push(await line(({ needs }) => rights.has(needs)));
    }
  }
  seen.forEach((each) => console.log(`      ${each}`));
  await table.row(
    `${environment.name}: RBAC, ${seen.length * attempts.length} requests by token, wrong lines`,
    [],
    () => seen.filter((each, index) => each !== meant[index]),
  );
}
