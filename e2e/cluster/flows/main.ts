import { providePrograms } from "../../lab/program-builder";
import { required } from "../../lab/required";
import { scenes } from "../../shared/installation/stack-manifests";
import { Table } from "../../shared/table";
import { flowRows } from "./flow-rows";

/**
 * `npm run e2e:flows`: the NetworkPolicies of every environment, or of those named; exit code 1 if a cell is wrong.
 * Needs neither the lab nor root.
 */
async function main(): Promise<void> {
  const programs = await providePrograms({ only: ["cyclonus"], progress: (line) => console.log(line) });
  const table = new Table();
  const only = process.argv.slice(2);
  for (const scene of scenes())
    if (only.length === 0 || only.includes(scene.environment.name))
      await flowRows(table, required(programs, "cyclonus"), scene);
  table.print();
  if (table.wrong > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
