import { stateKey } from "../../../config/aws-naming";
import type { Environment } from "../../../config/environment";
import { stackId, type StackName } from "../../../config/naming";
import { type AwsRun, stackDirectory } from "../aws-run";
import { secondPlan } from "../emulator-differences";
import { committed } from "../project";
import { stateObject } from "./bootstrap";

/** The committed JSON, planned into a file and applied from it as Atlantis does; then a second plan, which must be empty. */
export async function applyCommitted(run: AwsRun, environment: Environment, name: StackName): Promise<void> {
  const { table } = run;
  const prefix = environment.name;
  const json = committed(stackId(prefix, name));
  const stack = stackDirectory(run, environment, name).use(json);
  await stack.init();
  await stack.must("plan", "-input=false", "-out=first.tfplan");
  await stack.must("show", "-json", "first.tfplan");
  await stack.must("apply", "-input=false", "first.tfplan");
  const wanted = Object.entries(stack.configuration.resource).flatMap(([type, named]) =>
    Object.keys(named).map((resource) => `${type}.${resource}`),
  );
  table.compare(
    `${prefix}: ${name}: all of the committed JSON is applied`,
    wanted.sort(),
    await stack.addresses(),
  );
  await noDifference(run, environment, name);
  await stateObject(run, environment, stateKey(environment, name));
}

/** A plan right after an apply is empty, except for attributes that the emulator can't keep. */
export async function noDifference(run: AwsRun, environment: Environment, name: StackName): Promise<void> {
  const { ours, emulators } = await secondPlan(stackDirectory(run, environment, name));
  run.table.compare(`${environment.name}: ${name}: second plan is empty`, [], ours);
  for (const each of emulators) run.progress(`${environment.name}: the emulator forgot ${each}`);
}
