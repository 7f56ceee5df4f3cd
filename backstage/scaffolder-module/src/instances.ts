import type { RootConfigService } from "@backstage/backend-plugin-api";
import { InputError } from "@backstage/errors";

import { accessFrom, namespaceTokensFrom } from "./access-config";
import type { AccessList } from "./access-list";
import { AllowList } from "./allow-list";
import { tokenSource, type TokenSource } from "./token";

/** An Argo server in the configuration. */
export interface Instance {
  readonly name: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Without a trailing slash. */
  readonly uiUrl: string;
  readonly namespaces: AllowList;
  readonly templates: AllowList;
  readonly access: AccessList;
  /** Tokens by namespace. */
  readonly namespaceTokens: ReadonlyMap<string, TokenSource>;
  readonly token: TokenSource;
  /** Domain of people's email addresses, if Argo's login names people by these. */
  readonly userDomain: string | undefined;
}

type Config = ReturnType<RootConfigService["getConfig"]>;

/** The instances of `argoWorkflows`, a section that the community plugin also reads. */
export class Instances {
  private constructor(
    private readonly all: readonly Instance[],
    private readonly defaultName: string | undefined,
  ) {}

  /** @throws an error that names the key, if the configuration can't work */
  static from(config: Pick<RootConfigService, "getOptionalConfig">): Instances {
    const section = config.getOptionalConfig("argoWorkflows");
    const entries = section?.getOptionalConfigArray("instances") ?? [];
    const all = entries.flatMap((entry, index) => instanceOf(entry, `argoWorkflows.instances[${index}]`));
    const names = all.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`argoWorkflows.instances has two instances named ${twice}`);
    const chosen = section?.getOptionalString("defaultInstance");
    if (chosen !== undefined && !names.includes(chosen))
      throw new Error(
        `argoWorkflows.defaultInstance is ${chosen}, but the instances with a baseUrl are: ${names.join(", ") || "none"}`,
      );
    return new Instances(all, chosen ?? names[0]);
  }

  get names(): readonly string[] {
    return this.all.map(({ name }) => name);
  }

  /** @param name of the instance; the default one if undefined */
  named(name = this.defaultName): Instance {
    const found = this.all.find((each) => each.name === name);
    if (found === undefined)
      throw new InputError(
        name === undefined
          ? "app-config has no entry with a baseUrl in argoWorkflows.instances"
          : `There is no Argo instance ${name}; app-config has: ${this.names.join(", ") || "none"}`,
      );
    return found;
  }
}

/** Skips an entry without a baseUrl: the community plugin reaches such an instance through Kubernetes. */
function instanceOf(entry: Config, key: string): Instance[] {
  const name = entry.getString("name");
  const baseUrl = address(entry, "baseUrl", key);
  if (baseUrl === undefined) return [];
  return [
    {
      name,
      baseUrl,
      uiUrl: address(entry, "uiUrl", key) ?? baseUrl,
      namespaces: new AllowList(entry.getOptionalStringArray("allowedNamespaces")),
      templates: new AllowList(entry.getOptionalStringArray("allowedTemplates")),
      access: accessFrom(entry, key),
      namespaceTokens: namespaceTokensFrom(entry, key),
      token: tokenSource(entry, `${key} (${name})`),
      userDomain: domainOf(entry, key),
    },
  ];
}

function domainOf(entry: Config, key: string): string | undefined {
  const domain = entry.getOptionalString("userDomain");
  if (domain !== undefined && !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(domain))
    throw new Error(
      `${key}.userDomain is ${JSON.stringify(domain)}, but must be a domain such as example.com`,
    );
  return domain;
}

function address(entry: Config, field: string, key: string): string | undefined {
  const text = entry.getOptionalString(field);
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol) || url.username || url.search || url.hash)
    throw new Error(`${key}.${field} must be an http:// or https:// address without user, query or fragment`);
  return url.href.replace(/\/+$/, "");
}
