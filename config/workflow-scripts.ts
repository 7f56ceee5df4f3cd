/** A program in a container of a workflow template. */
export interface Script {
  /** Name of the template in the manifest. */
  readonly template: string;
  readonly command: readonly string[];
  /** The program: a script template's `source`, or what follows `sh -c`. */
  readonly source: string;
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  /** Whether this is the `script` of a script template. */
  readonly isScriptTemplate: boolean;
}

interface Container {
  readonly source?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Script["env"];
}

interface Template {
  readonly name?: string;
  readonly script?: Container;
  readonly container?: Container;
  readonly containerSet?: { readonly containers?: readonly Container[] };
  readonly initContainers?: readonly Container[];
  readonly sidecars?: readonly Container[];
}

/** The programs in a manifest, in the order of the file. */
export function scriptsOf(manifest: object): Script[] {
  const { spec } = manifest as { spec?: { templates?: readonly Template[] } };
  return (spec?.templates ?? []).flatMap((template) => {
    const containers = [
      template.container,
      template.script,
      ...(template.containerSet?.containers ?? []),
      ...(template.initContainers ?? []),
      ...(template.sidecars ?? []),
    ];
    return containers.flatMap((container): Script[] => {
      if (container === undefined) return [];
      const { command = [], args = [], env = [] } = container;
      const source = container.source ?? (command.includes("-c") ? args[0] : undefined);
      if (source === undefined) return [];
      const isScriptTemplate = container === template.script;
      return [{ template: template.name ?? "", command, source, env, isScriptTemplate }];
    });
  });
}
