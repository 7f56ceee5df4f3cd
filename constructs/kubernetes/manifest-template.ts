import { parse } from "yaml";
import type { Manifest } from "./manifests";

/**
 * Reads a manifest from YAML and fills in each `<name>`. A scalar that is nothing but `<name>` becomes the value itself,
 * which may be a map or a list. Values are never read as YAML.
 * @throws Error if the YAML names a value that isn't given
 */
export function filledManifest(yaml: string, values: Readonly<Record<string, unknown>>): Manifest {
  const valueOf = (name: string): unknown => {
    if (!Object.hasOwn(values, name)) throw new Error(`the manifest contains <${name}>, which has no value`);
    return values[name];
  };
  return parse(yaml, (_key, value: unknown) => {
    if (typeof value !== "string") return value;
    const whole = /^<(\w+)>$/.exec(value)?.[1];
    if (whole !== undefined) return valueOf(whole);
    return value.replace(/<(\w+)>/g, (_text, name: string) => String(valueOf(name)));
  }) as Manifest;
}
