import { providePrograms } from "../../lab/program-builder";
import { required } from "../../lab/required";
import { runSuite } from "../../shared/frame";
import { committedStacks } from "../../shared/installation/stack-manifests";
import { flowRows } from "./flow-rows";

const all = committedStacks();

/** `npm run e2e:flows`: the NetworkPolicies of every environment, or of those named. Needs neither the lab nor root. */
void runSuite({ lab: false, groups: all.map(({ environment }) => environment.name) }, async (run) => {
  const { progress, interrupted: signal } = run;
  const programs = await providePrograms({ only: ["cyclonus"], progress, signal });
  for (const stacks of all)
    if (run.wants(stacks.environment.name)) await flowRows(run.table, required(programs, "cyclonus"), stacks);
});
