import type { Manifest } from "../../shared/installation/manifests-of";
import type { Scene } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { type Call, judged } from "./cyclonus";
import { intentOf } from "./intent";
import { partiesOf, type Party } from "./parties";
import { selects } from "./selector";

/** What is tried from everybody to everybody: what somebody is meant to call, and what lies near it. */
const ports = ["22/TCP", "53/TCP", "53/UDP", "80/TCP", "443/TCP", "443/UDP"].concat([
  "2746/TCP",
  "5432/TCP",
  "6443/TCP",
  "9090/TCP",
]);

interface Cell extends Call {
  readonly from: Party;
  readonly to: Party;
  readonly on: string;
}

/**
 * The NetworkPolicies of an environment, judged by cyclonus: each call that begins or ends at a pod of ours gets
 * through if it is meant to, and else not; and no policy is for pods that don't exist.
 */
export async function flowRows(table: Table, cyclonus: string, scene: Scene): Promise<void> {
  const { environment } = scene;
  const policies = [...scene.tenancy, ...scene.workflows].filter(({ kind }) => kind === "NetworkPolicy");
  const parties = partiesOf(environment);
  const intended = intentOf(environment);
  const cells = cellsOf(parties);
  const verdicts = await judged(cyclonus, policies, cells);
  const kinds = [...new Set(parties.map(({ kind }) => kind))];
  const callers = kinds.filter((kind) => parties.some((party) => party.kind === kind && party.ours));
  for (const caller of [...callers, "anybody else"]) {
    const own = cells.flatMap((cell, index) => {
      const matches = cell.from.ours ? cell.from.kind === caller : caller === "anybody else";
      return matches
        ? [{ cell, seen: verdicts[index] === true, meant: intended(cell.from, cell.to, cell.on) }]
        : [];
    });
    const allowed = own.filter(({ meant }) => meant).length;
    await table.row(
      `${environment.name}: flows from ${caller}, ${own.length} cells, ${allowed} to be let through: wrong`,
      [],
      () => own.filter(({ seen, meant }) => seen !== meant).map(({ cell, seen }) => sentence(cell, seen)),
    );
  }
  await table.row(
    `${environment.name}: flows, ${policies.length} policies, those that select no pod`,
    [],
    () => policies.filter((policy) => !parties.some((party) => isFor(policy, party))).map(title),
  );
}

function cellsOf(parties: readonly Party[]): Cell[] {
  return parties.flatMap((from) =>
    parties
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
  return `${from.name} -> ${to.name} ${on} is ${through ? "let through" : "refused"}`;
}

function isFor({ metadata, spec }: Manifest, { namespace, labels = {} }: Party): boolean {
  return namespace === metadata.namespace && selects((spec as { podSelector: object }).podSelector, labels);
}

function title({ metadata: { namespace = "", name } }: Manifest): string {
  return `${namespace}/${name}`;
}
