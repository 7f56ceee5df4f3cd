import { portalTokenVariable } from "../../config/naming";
import type { PortalInstance } from "./portal-instance";

export interface AppConfigProps {
  readonly instances: readonly PortalInstance[];
  /** Names of the cluster's templates that have a form. */
  readonly templates: readonly string[];
  /** Target of the Location: an address, or a path relative to the folder in which the backend starts. */
  readonly target: string;
  /** Whether the community plugin shows runs on the pages of components, to everyone who signed in. */
  readonly componentPages: boolean;
}

/**
 * What the portal's app-config needs: the Argo servers, and the location of the Software Templates. Each namespace has
 * a token of its own. The token of the instance only reads cluster workflow templates.
 * @throws Error if two tokens would be in the same environment variable
 */
export function appConfig({ instances, templates, target, componentPages }: AppConfigProps): object {
  requireDifferentVariables(instances);
  return {
    argoWorkflows: {
      defaultInstance: instances[0]?.name,
      instances: [
        ...instances.map((instance) => serverOf(instance, templates)),
        ...(componentPages ? instances.flatMap(pagesOf) : []),
      ],
    },
    catalog: {
      locations: [{ type: "file", target, rules: [{ allow: ["Template"] }] }],
    },
  };
}

function serverOf(
  { name, url, namespaces, terminates, userDomain }: PortalInstance,
  templates: readonly string[],
): object {
  return {
    name,
    baseUrl: url,
    uiUrl: url,
    token: tokenOf(name),
    ...(userDomain !== undefined && { userDomain }),
    namespaceTokens: namespaces.map((each) => ({ namespace: each.name, token: tokenOf(name, each.name) })),
    allowedNamespaces: namespaces.map((each) => each.name),
    allowedTemplates: [...templates],
    access: namespaces
      .filter(({ groups }) => groups.length > 0)
      .map((each) => ({
        namespace: each.name,
        groups: [...each.groups],
        may: ["run", "read", ...(terminates ? ["end"] : [])],
      })),
  };
}

/** The community plugin has one token per instance. The scaffolder module lets nobody use these: they have no access. */
function pagesOf({ name, url, namespaces }: PortalInstance): object[] {
  return namespaces.map((each) => ({
    name: `${name}-${each.name}`,
    baseUrl: url,
    token: tokenOf(name, each.name),
  }));
}

function tokenOf(environment: string, namespace?: string): string {
  return `\${${portalTokenVariable(environment, namespace)}}`;
}

function requireDifferentVariables(instances: readonly PortalInstance[]): void {
  const variables = instances.flatMap(({ name, namespaces }) => [
    portalTokenVariable(name),
    ...namespaces.map((each) => portalTokenVariable(name, each.name)),
  ]);
  const twice = variables.find((variable, index) => variables.indexOf(variable) !== index);
  if (twice !== undefined)
    throw new Error(
      `two tokens would be in the environment variable ${twice}; rename an environment or a namespace`,
    );
}
