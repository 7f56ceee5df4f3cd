import { join } from "node:path";
import type { Environment } from "../../../config/environment";
import { stackId } from "../../../config/naming";
import type { AwsRun } from "../aws-run";
import { secondPlan } from "../emulator-differences";
import { committed } from "../project";
import { at } from "../references";
import { type Configuration, StackDirectory } from "../stack-directory";

/** One import block for each resource of the state stack, from its JSON and the key's id alone: see docs/state.md. */
function importBlocks({ resource }: Configuration, keyId: unknown) {
  const id = (type: string, name: string) => {
    if (type === "aws_kms_key") return keyId;
    return type === "aws_kms_alias" ? resource[type]?.[name]?.name : resource.aws_s3_bucket?.[name]?.bucket;
  };
  return Object.entries(resource).flatMap(([type, named]) =>
    Object.keys(named).map((name) => ({ to: `${type}.${name}`, id: id(type, name) })),
  );
}

/** A state bucket that exists already, without any state: import blocks take it over, and the next plan is empty. */
export async function importStateBucket(run: AwsRun, environment: Environment): Promise<void> {
  const { table, scratch, terraform, edited } = run;
  const prefix = environment.name;
  const id = stackId(prefix, "state");
  const key = await run.emulator.call(environment, "kms", "describe_key", {
    KeyId: environment.state.kmsKeyAlias,
  });
  const stack = new StackDirectory(join(scratch, "imported", id), terraform).use(
    environment.state.bootstrap === "s3" ? committed(id) : edited.json(id),
  );
  stack.write("import.tf.json", {
    import: importBlocks(stack.configuration, at(key, "KeyMetadata", "KeyId")),
  });
  await stack.init("-backend-config=key=rehearsal/import.tfstate");
  const { output } = await stack.apply();
  const summary = /Apply complete!.*/.exec(output)?.[0] ?? output.slice(-300);
  table.judge(
    `${prefix}: import of an existing state bucket creates nothing`,
    "17 imported, 0 added, 0 destroyed",
    summary,
    /\b17 imported, 0 added, \d+ changed, 0 destroyed/.test(summary),
  );
  const { ours, emulators } = await secondPlan(stack);
  table.compare(`${prefix}: after the import the plan is empty`, [], [...ours, ...emulators]);
}
