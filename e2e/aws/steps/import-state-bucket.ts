import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import { secondPlan } from "../emulator-differences";
import { committed } from "../project";
import { stackDirectory, type Scene } from "../scene";
import { StackDirectory } from "../stack-directory";

/** Import ids: a key by its id, an alias by its name, all that belongs to a bucket by the bucket's name. */
function importId(type: string, attributes: Readonly<Record<string, unknown>>): unknown {
  if (type === "aws_kms_key") return attributes.key_id;
  if (type === "aws_kms_alias") return attributes.name;
  return attributes.bucket;
}

/** A state bucket that exists already, without any state: import blocks take it over, and nothing is left to do. */
export async function importStateBucket(scene: Scene, environment: Environment): Promise<void> {
  const { report, scratch, terraform, edited } = scene;
  const who = environment.name;
  const id = stackId(who, "state");
  const { resources } = await stackDirectory(scene, environment, "state").state();
  const blocks = resources.map(({ type, name, instances }) => ({
    to: `${type}.${name}`,
    id: importId(type, instances[0]?.attributes ?? {}),
  }));
  const stack = new StackDirectory(join(scratch, "imported", id), terraform).use(
    environment.state.bootstrap === "s3" ? committed(id) : edited.json(id),
  );
  stack.write("import.tf.json", { import: blocks });
  await stack.init("-backend-config=key=rehearsal/import.tfstate");
  const { output } = await stack.apply();
  const summary = /Apply complete!.*/.exec(output)?.[0] ?? output.slice(-300);
  report.check(
    who,
    "import of an existing state bucket makes nothing",
    "17 imported, 0 added, 0 destroyed",
    summary,
    /\b17 imported, 0 added, \d+ changed, 0 destroyed/.test(summary),
  );
  const { ours, emulators } = await secondPlan(stack);
  report.expect(who, "after the import the plan is empty", [], [...ours, ...emulators]);
}
