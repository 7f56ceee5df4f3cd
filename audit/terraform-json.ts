export type Attributes = Record<string, unknown>;

/** The parts of a stack's `cdk.tf.json` that rules and tests read. */
export interface TerraformJson {
  readonly resource: Record<string, Record<string, Attributes>>;
  readonly data?: Record<string, Record<string, Attributes>>;
  readonly output: Record<string, { value: unknown }>;
  readonly provider: { readonly aws: Attributes[] };
  readonly terraform: { readonly backend: Record<string, Attributes> };
  readonly [block: string]: unknown;
}
