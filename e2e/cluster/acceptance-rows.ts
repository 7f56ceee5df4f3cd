import type { Lab } from "../lab/lab";
import { applyAll, changedBySecondApply, titleOf } from "../shared/installation/apply";
import type { Manifest } from "../shared/installation/manifests-of";
import { type EnvironmentStacks, foreignNamespace } from "../shared/installation/stack-manifests";
import type { Table } from "../shared/table";

/** Every object of the tenancy and workflows stacks is accepted, and applying it again changes nothing. */
export async function acceptanceRows(
  table: Table,
  { api }: Lab,
  stacks: EnvironmentStacks,
  known: (manifest: Manifest) => boolean,
): Promise<void> {
  const { environment, foreign } = stacks;
  for (const name of foreign) await api.apply(foreignNamespace(stacks, name));
  for (const stack of ["tenancy", "workflows"] as const) {
    const objects = stacks[stack].filter(known);
    const first = objects.find(({ kind }) => kind === "ResourceQuota" || kind === "NetworkPolicy");
    await table.row(
      `${environment.name}: ${stack}, ${objects.length} objects accepted: ${countedKinds(objects)}`,
      [],
      () => applyAll(api, objects),
    );
    await table.row(`${environment.name}: ${stack}, an unknown field is refused`, true, async () => {
      const wrong = { ...first, spec: { ...(first?.spec as object), unheardOf: 1 } } as unknown as Manifest;
      return (await applyAll(api, [wrong])).some((each) => /field not declared|unknown field/.test(each));
    });
    await table.row(`${environment.name}: ${stack}, applied again, objects that changed`, [], () =>
      changedBySecondApply(api, objects),
    );
  }
  const skipped = [...stacks.tenancy, ...stacks.workflows].filter((each) => !known(each));
  if (skipped.length > 0) console.log(`      skipped  ${skipped.map(titleOf).join(", ")}`);
}

function countedKinds(objects: readonly Manifest[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of objects) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts].map(([kind, count]) => `${count} ${kind}`).join(", ");
}
