/** An entity of Backstage's catalog, as far as its name is concerned. */
export interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** `kind:name` of an entity. */
export function nameOf({ kind, metadata }: Named): string {
  return `${kind}:${metadata.name}`.toLowerCase();
}
