import type { PortalInstance } from "./portal-instance";

/** Environment variable of the portal's backend that holds an instance's token. */
export function tokenVariable(instance: string): string {
  return `ARGO_WORKFLOWS_${instance.toUpperCase().replaceAll("-", "_")}_TOKEN`;
}

/**
 * What the portal's app-config must say: the Argo servers, for the community plugin and the scaffolder module, and
 * where the Software Templates lie.
 * @param templates names of the cluster's templates that have a form
 * @param target of the Location, relative to the folder that the backend is started in, or an address
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
