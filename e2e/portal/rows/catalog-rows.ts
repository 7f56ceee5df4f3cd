import type { Table } from "../../shared/table";
import { type Named, nameOf } from "../catalog-name";
import type { PortalRun } from "../portal-run";

/** The catalog contains the entities of the generated catalog-info.yaml. */
export async function catalogRow(table: Table, { backstage, catalog }: PortalRun): Promise<void> {
  await table.row(`the catalog contains the ${catalog.length} generated entities`, catalog, async () => {
    const { body } = await backstage.get("/catalog/entities?fields=kind,metadata.name");
    const seen = (body as Named[]).map(nameOf);
    return catalog.filter((name) => seen.includes(name));
  });
}
