import type { RootConfigService } from "@backstage/backend-plugin-api";
import { parseEntityRef, stringifyEntityRef } from "@backstage/catalog-model";

import { AccessList, operations, type AccessEntry, type Operation } from "./access-list";
import { AllowList } from "./allow-list";
import { tokenSource, type TokenSource } from "./token";

type Config = ReturnType<RootConfigService["getConfig"]>;

/**
 * `access` of an instance.
 * @param key of the instance, for errors
 * @throws an error that names the key of a wrong value
 */
export function accessFrom(instance: Config, key: string): AccessList {
  const entries = instance.getOptionalConfigArray("access") ?? [];
  return new AccessList(entries.map((entry, index) => entryFrom(entry, `${key}.access[${index}]`)));
}

/** `namespaceTokens` of an instance, by namespace. @throws as `accessFrom` */
export function namespaceTokensFrom(instance: Config, key: string): ReadonlyMap<string, TokenSource> {
  const tokens = new Map<string, TokenSource>();
  for (const [index, entry] of (instance.getOptionalConfigArray("namespaceTokens") ?? []).entries()) {
    const at = `${key}.namespaceTokens[${index}]`;
    const namespace = namespaceOf(entry, at);
    if (tokens.has(namespace)) throw new Error(`${key}.namespaceTokens has two tokens for ${namespace}`);
    tokens.set(namespace, tokenSource(entry, at));
  }
  return tokens;
}

function entryFrom(entry: Config, key: string): AccessEntry {
  const may = entry.getOptionalStringArray("may") ?? ["run", "read"];
  const unknown = may.find((each) => !operations.some((operation) => operation === each));
  if (unknown !== undefined)
    throw new Error(`${key}.may has ${JSON.stringify(unknown)}, but may have only ${operations.join(", ")}`);
  return {
    namespace: namespaceOf(entry, key),
    groups: entry.getStringArray("groups").map((ref) => groupRef(ref, key)),
    templates: new AllowList(entry.getOptionalStringArray("templates")),
    may: may as Operation[],
  };
}

function namespaceOf(entry: Config, key: string): string {
  const namespace = entry.getString("namespace");
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace))
    throw new Error(`${key}.namespace is ${JSON.stringify(namespace)}, but must be the name of a namespace`);
  return namespace;
}

/** A full reference, since a default kind or namespace would be a guess. */
function groupRef(text: string, key: string): string {
  if (!/^[\w-]+:[\w-]+\/[\w.-]+$/.test(text))
    throw new Error(
      `${key}.groups has ${JSON.stringify(text)}, but must have entity references such as group:default/backend`,
    );
  return stringifyEntityRef(parseEntityRef(text));
}
