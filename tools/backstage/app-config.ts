import type { PortalInstance } from "./portal-instance";

/** The environment variable of the portal's backend that has the token of an instance. */
export function tokenVariable(instance: string): string {
  return `ARGO_WORKFLOWS_${instance.toUpperCase().replaceAll("-", "_")}_TOKEN`;
}

/**
 * What the portal's app-config needs: the Argo servers, for the community plugin and the scaffolder module, and the
 * location of the Software Templates.
 * @param templates names of the cluster's templates that have a form
 * @param target of the Location: an address, or a path relative to the folder in which the backend starts
 */
export function appConfig(
  instances: readonly PortalInstance[],
  templates: readonly string[],
  target: string,
): object {
  return {
    argoWorkflows: {
      defaultInstance: instances[0]?.name,
      instances: instances.map(({ name, url, namespaces, terminates }) => ({
        name,
        baseUrl: url,
        uiUrl: url,
        token: `\${${tokenVariable(name)}}`,
        allowedNamespaces: namespaces.map((each) => each.name),
        allowedTemplates: [...templates],
        access: namespaces
          .filter(({ groups }) => groups.length > 0)
          .map((each) => ({
            namespace: each.name,
            groups: [...each.groups],
            may: ["run", "read", ...(terminates ? ["end"] : [])],
          })),
      })),
    },
    catalog: {
      locations: [{ type: "file", target, rules: [{ allow: ["Template"] }] }],
    },
  };
}
