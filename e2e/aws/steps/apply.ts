import type { Environment } from "../../../config/environment";
import { stackId, type StackName, stateKey } from "../../../config/naming";
import { secondPlan } from "../emulator-differences";
import { committed } from "../project";
import { type Scene, stackDirectory } from "../scene";
import { stateObject } from "./bootstrap";

/** The committed JSON, planned into a file and applied from it as Atlantis does; a second plan wants nothing. */
export async function applyCommitted(scene: Scene, environment: Environment, name: StackName): Promise<void> {
  const { table } = scene;
  const who = environment.name;
  const json = committed(stackId(who, name));
  const stack = stackDirectory(scene, environment, name).use(json);
  await stack.init();
  await stack.must("plan", "-input=false", "-out=first.tfplan");
  await stack.must("show", "-json", "first.tfplan");
  await stack.must("apply", "-input=false", "first.tfplan");
  const wanted = Object.entries(stack.configuration.resource).flatMap(([type, named]) =>
    Object.keys(named).map((resource) => `${type}.${resource}`),
  );
  table.compare(
    `${who}: ${name}: all of the committed JSON is applied`,
    wanted.sort(),
    await stack.addresses(),
  );
  await noDifference(scene, environment, name);
  await stateObject(scene, environment, stateKey(environment, name));
}

/** A plan right after an apply is empty but for what the emulator can't keep. */
export async function noDifference(scene: Scene, environment: Environment, name: StackName): Promise<void> {
  const { ours, emulators } = await secondPlan(stackDirectory(scene, environment, name));
  scene.table.compare(`${environment.name}: ${name}: second plan is empty`, [], ours);
  for (const each of emulators) scene.progress(`${environment.name}: the emulator forgot ${each}`);
}
