import type { Environment } from "../../../config/environment";
import type { StackName } from "../../../config/naming";
import { type AwsRun, stackDirectory } from "../aws-run";
import { archiveReaders } from "../read-back/archive";
import { bucketReaders } from "../read-back/buckets";
import { identityReaders } from "../read-back/identities";
import type { Reader, Reading } from "../read-back/reading";
import { at, resolve } from "../references";

const readers: Readonly<Record<string, Reader>> = {
  ...archiveReaders,
  ...bucketReaders,
  ...identityReaders,
  // steps/password.ts checks its value; here it would be printed.
  aws_secretsmanager_secret_version: () => [],
};

/** Reads each resource of a stack back from the emulator and compares it with the JSON. */
export async function readBack(run: AwsRun, environment: Environment, name: StackName): Promise<void> {
  const { table, emulator } = run;
  const stack = stackDirectory(run, environment, name);
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
  table.compare(`${environment.name}: ${name}: every kind of resource is read back`, [], unread);
  const answers = await emulator.calls(
    environment,
    readings.map(({ call }) => call),
  );
  readings.forEach(({ address, call, expected, seen }, index) => {
    const answer = answers[index];
    const actual = answer?.error === undefined ? seen(answer) : answer;
    // A reader of a field that does not exist would find nothing on both sides.
    table.compare(
      `${environment.name}: ${address} by ${call.operation}`,
      expected ?? "something in the JSON",
      actual,
    );
  });
}
