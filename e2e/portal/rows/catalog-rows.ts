import type { Table } from "../../shared/table";
import type { PortalScene } from "../scene";

/** What the catalog took of the generated catalog-info.yaml. */
export async function catalogRow(table: Table, { site, catalog }: PortalScene): Promise<void> {
  await table.row(`the catalog took the ${catalog.length} generated entities`, catalog, async () => {
    const { body } = await site.get("/catalog/entities?fields=kind,metadata.name");
    const seen = (body as Named[]).map(nameOf);
    return catalog.filter((name) => seen.includes(name));
  });
}

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** `kind:name` of an entity. */
export function nameOf({ kind, metadata }: Named): string {
  return `${kind}:${metadata.name}`.toLowerCase();
}
