import type { Environment } from "../../../config/environment";
import type { StackName } from "../../../config/naming";
import { archiveReaders } from "../holdings/archive";
import { bucketReaders } from "../holdings/buckets";
import { identityReaders } from "../holdings/identities";
import type { Reader, Reading } from "../holdings/reading";
import { at, resolve } from "../references";
import { type Scene, stackDirectory } from "../scene";

const readers: Readonly<Record<string, Reader>> = {
  ...archiveReaders,
  ...bucketReaders,
  ...identityReaders,
  // Its value is judged where the password is; here it would be printed.
  aws_secretsmanager_secret_version: () => [],
};

/** Asks the emulator for each resource of a stack and holds the answer against the JSON. */
export async function holdings(scene: Scene, environment: Environment, name: StackName): Promise<void> {
  const { table, emulator } = scene;
  const stack = stackDirectory(scene, environment, name);
  const configuration = stack.configuration;
  const state = await stack.state();
  const defaultTags = at(configuration, "provider", "aws", 0, "default_tags", 0, "tags");
  const readings: (Reading & { address: string })[] = [];
  const unread: string[] = [];
  for (const [type, named] of Object.entries(configuration.resource)) {
    for (const [logicalId, json] of Object.entries(named)) {
      const attributes =
        state.resources.find((resource) => resource.type === type && resource.name === logicalId)
          ?.instances[0]?.attributes ?? {};
      const found = readers[type]?.({
        json: resolve(json, state) as Record<string, unknown>,
        attributes,
        defaultTags,
      });
      if (!found) unread.push(type);
      for (const reading of found ?? []) readings.push({ ...reading, address: `${type}.${logicalId}` });
    }
  }
  table.compare(`${environment.name}: ${name}: no kind of resource goes unread`, [], unread);
  const answers = await emulator.calls(
    environment,
    readings.map(({ call }) => call),
  );
  readings.forEach(({ address, call, expected, seen }, index) => {
    const answer = answers[index];
    const held = answer?.error === undefined ? seen(answer) : answer;
    // A reader that looks at the wrong place would find nothing on both sides.
    table.compare(
      `${environment.name}: ${address} by ${call.operation}`,
      expected ?? "something in the JSON",
      held,
    );
  });
}
