import type { Table } from "../../lab/selftest/table";
import { examples } from "../library";
import type { Stage } from "../stage";

/** Each example of workflow-templates/examples succeeds. */
export async function exampleRows(table: Table, { runs }: Stage): Promise<void> {
  for (const name of (process.env["ONLY"] ?? "checkout,notify,validate-parameters,build-docker-image").split(
    ",",
  )) {
    const { parameters } = examples().get(name)!;
    await table.row(`${name}: example`, "Succeeded", async () => {
      const outcome = await runs.run("team-backend", name, parameters);
      if (outcome.phase !== "Succeeded")
        console.log(
          JSON.stringify(
            outcome.nodes.map((n) => [n.displayName, n.type, n.phase, n.message]),
            null,
            1,
          ),
        );
      return outcome.phase;
    });
  }
}
