/** Values of the chart for which the environment file has a field, or the reason why there is none. */
const fields: readonly (readonly [path: string, advice: string])[] = [
  ["controller.replicas", "set controller.replicas"],
  ["controller.parallelism", "set controller.parallelism"],
  ["controller.namespaceParallelism", "set controller.namespaceParallelism"],
  ["controller.resourceRateLimit", "set controller.rateLimit"],
  ["controller.persistence", "set archive"],
  ["controller.workflowDefaults", "set workflows, scheduling or a team"],
  ["controller.workflowRestrictions", "set workflows.templateReferencing"],
  ["controller.metricsConfig", "set monitoring"],
  ["controller.serviceMonitor", "set monitoring.serviceMonitor"],
  ["controller.nodeSelector", "set scheduling.nodeSelector"],
  ["controller.tolerations", "set scheduling.tolerations"],
  ["controller.priorityClassName", "set scheduling.priorityClass"],
  ["server.replicas", "set server.replicas"],
  ["server.authModes", "set login.modes"],
  ["server.sso", "set login.sso"],
  ["server.ingress", "set ingress"],
  ["server.nodeSelector", "set scheduling.nodeSelector"],
  ["server.tolerations", "set scheduling.tolerations"],
  ["server.extraArgs", "arguments of the server can turn off its protections"],
  ["controller.extraArgs", "arguments of the controller can turn off its protections"],
  ["server.rbac", "rights of the server are the project's"],
  ["controller.rbac", "rights of the controller are the project's"],
  ["artifactRepository", "set artifacts"],
  ["images", "set images"],
  ["crds", "the definitions are installed as they are"],
];

/** The advice for a key of `argo.values` that isn't allowed. Undefined if there is none. */
export function adviceFor(path: readonly PropertyKey[]): string | undefined {
  const [first, second, ...rest] = path;
  if (first !== "argo" || second !== "values") return undefined;
  const written = rest.map(String).join(".");
  return fields.find(([known]) => written === known || written.startsWith(`${known}.`))?.[1];
}
