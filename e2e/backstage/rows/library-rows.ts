import type { LibraryForm } from "../portal-scene";
import type { PortalScene } from "../scene";

/** Every form of the library, filled in by its template's example: the real server takes what it sends. */
export async function libraryRows(
  { table, engine }: PortalScene,
  forms: readonly LibraryForm[],
): Promise<void> {
  for (const { name, values } of forms) {
    if (values === undefined) continue;
    await table.row(`form ${name}, dry run: accepted by the real server`, [200, true], async () => {
      const request = { template: engine.entity(name), values, directoryContents: [] };
      const { status, body } = await engine.call("POST", "/dry-run", request);
      const text = JSON.stringify(body);
      return [status, text.includes("nothing was created") || text.slice(-500)];
    });
  }
}

/** Sentences on forms that no row runs. */
export function withoutExample(forms: readonly LibraryForm[]): string[] {
  const names = forms.filter(({ values }) => values === undefined).map(({ name }) => name);
  return names.length === 0 ? [] : [`forms of templates without an example: ${names.join(", ")}`];
}
