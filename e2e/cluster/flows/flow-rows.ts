import type { Manifest } from "../../shared/installation/manifests-of";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { type Call, judged } from "./cyclonus";
import { type Endpoint, endpointsOf } from "./endpoints";
import { intentOf } from "./intent";
import { selects } from "./selector";

/** Ports to try between all endpoints: those that a rule opens, and similar ones. */
const ports = ["22/TCP", "53/TCP", "53/UDP", "80/TCP", "443/TCP", "443/UDP"].concat([
  "2746/TCP",
  "5432/TCP",
  "6443/TCP",
  "9090/TCP",
]);

interface Cell extends Call {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly on: string;
}

/**
 * The NetworkPolicies of an environment, evaluated by cyclonus: each call from or to one of our pods is allowed if it is
 * intended, and refused if not. Every policy selects at least one pod.
 */
export async function flowRows(table: Table, cyclonus: string, stacks: EnvironmentStacks): Promise<void> {
  const { environment } = stacks;
  const policies = [...stacks.tenancy, ...stacks.workflows].filter(({ kind }) => kind === "NetworkPolicy");
  const endpoints = endpointsOf(environment);
  const intended = intentOf(environment);
  const cells = cellsOf(endpoints);
  const verdicts = await judged(cyclonus, policies, cells);
  const kinds = [...new Set(endpoints.map(({ kind }) => kind))];
  const callers = kinds.filter((kind) =>
    endpoints.some((endpoint) => endpoint.kind === kind && endpoint.ours),
  );
  for (const caller of [...callers, "other endpoints"]) {
    const own = cells.flatMap((cell, index) => {
      const matches = cell.from.ours ? cell.from.kind === caller : caller === "other endpoints";
      return matches
        ? [{ cell, seen: verdicts[index] === true, meant: intended(cell.from, cell.to, cell.on) }]
        : [];
    });
    const allowed = own.filter(({ meant }) => meant).length;
    await table.row(
      `${environment.name}: flows from ${caller}, ${own.length} cells, ${allowed} to be allowed: wrong`,
      [],
      () => own.filter(({ seen, meant }) => seen !== meant).map(({ cell, seen }) => sentence(cell, seen)),
    );
  }
  await table.row(
    `${environment.name}: flows, ${policies.length} policies: those that select no pod`,
    [],
    () => policies.filter((policy) => !endpoints.some((endpoint) => isFor(policy, endpoint))).map(title),
  );
}

function cellsOf(endpoints: readonly Endpoint[]): Cell[] {
  return endpoints.flatMap((from) =>
    endpoints
      .filter((to) => to !== from && (from.ours || to.ours))
      .flatMap((to) =>
        ports.map((on): Cell => {
          const [port = "", protocol] = on.split("/");
          return { from, to, on, port: Number(port), protocol: protocol as Call["protocol"] };
        }),
      ),
  );
}

function sentence({ from, to, on }: Cell, through: boolean): string {
  return `${from.name} -> ${to.name} ${on} is ${through ? "allowed" : "refused"}`;
}

function isFor({ metadata, spec }: Manifest, { namespace, labels = {} }: Endpoint): boolean {
  return namespace === metadata.namespace && selects((spec as { podSelector: object }).podSelector, labels);
}

function title({ metadata: { namespace = "", name } }: Manifest): string {
  return `${namespace}/${name}`;
}
