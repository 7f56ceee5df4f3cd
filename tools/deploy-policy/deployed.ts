import { type Partition, partitionOf } from "../../config/values/partition";
import type { SynthesizedStack } from "../generators/synthesized-stacks";

type Attributes = Readonly<Record<string, unknown>>;

/** Where Terraform keeps the state of a stack, and how it gets there. */
export interface StateLocation {
  readonly bucket: string;
  readonly key: string;
  /** ARN of the alias of the key that encrypts it. Default: the encryption that the bucket has. */
  readonly keyAlias?: string;
  /** Role that reads and writes it. Default: the credentials that Terraform runs with. */
  readonly roleArn?: string;
}

/** What an environment's Terraform JSON says about AWS. */
export interface Deployed {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly partition: Partition;
  /** Permissions boundary of every role. */
  readonly boundary?: string;
  readonly states: readonly StateLocation[];
  /** Resources by Terraform type; `data.<type>` and `ephemeral.<type>` for data sources and ephemeral resources. */
  readonly resources: ReadonlyMap<string, readonly Attributes[]>;
}

interface AwsJson {
  readonly provider?: {
    readonly aws?: readonly { readonly region: string; readonly allowed_account_ids: readonly string[] }[];
  };
  readonly terraform: { readonly backend: { readonly s3?: Backend } };
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly ephemeral?: Blocks;
}
type Blocks = Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
interface Backend {
  readonly bucket: string;
  readonly key: string;
  readonly kms_key_id?: string;
  readonly assume_role?: { readonly role_arn: string };
}

/**
 * Collects what the stacks of an environment contain.
 * @throws if the environment has no synthesized stack with the AWS provider
 */
export function readDeployed(environment: string, stacks: readonly SynthesizedStack[]): Deployed {
  const own = stacks.filter((stack) => stack.environment === environment);
  const json = own.map(({ configuration }) => configuration as unknown as AwsJson);
  const provider = json.map((each) => each.provider?.aws?.[0]).find((each) => each !== undefined);
  const account = provider?.allowed_account_ids[0];
  if (provider === undefined || account === undefined) {
    const known = [...new Set(stacks.map((stack) => stack.environment))].join(", ");
    throw new Error(`no synthesized stack of the environment ${environment}: there are ${known}`);
  }
  const resources = new Map<string, readonly Attributes[]>();
  for (const each of json) {
    const blocks: [string, Blocks | undefined][] = [
      ["", each.resource],
      ["data.", each.data],
      ["ephemeral.", each.ephemeral],
    ];
    for (const [prefix, block] of blocks) {
      for (const [type, named] of Object.entries(block ?? {})) {
        if (!type.startsWith("aws_")) continue;
        resources.set(prefix + type, [...(resources.get(prefix + type) ?? []), ...Object.values(named)]);
      }
    }
  }
  const boundary = resources
    .get("aws_iam_role")
    ?.map(({ permissions_boundary }) => permissions_boundary)
    .find((arn) => typeof arn === "string");
  const states = json.flatMap(({ terraform: { backend } }) =>
    backend.s3 === undefined ? [] : [stateLocation(backend.s3)],
  );
  return {
    environment,
    account,
    region: provider.region,
    partition: partitionOf(provider.region),
    ...(boundary !== undefined && { boundary }),
    states,
    resources,
  };
}

function stateLocation({ bucket, key, kms_key_id, assume_role }: Backend): StateLocation {
  return {
    bucket,
    key,
    ...(kms_key_id !== undefined && { keyAlias: kms_key_id }),
    ...(assume_role && { roleArn: assume_role.role_arn }),
  };
}
