import type { Environment } from "../../../config/environment";
import { addressIn } from "../../../config/values/address-range";
import type { Peer } from "./cyclonus";

/** A caller or a called address. Several endpoints can have the same kind: a workflow pod of each team. */
export interface Endpoint extends Peer {
  readonly kind: Kind;
  /** Contains the team if several endpoints have this kind. */
  readonly name: string;
  /** Whether the pod's namespace is ours, so that our policies apply to its calls. */
  readonly ours: boolean;
}

/** Pods of each workflow namespace. */
const teamPods = {
  "workflow pod": workflowPod(),
  "deploy pod": workflowPod(),
  "artifact GC pod": workflowPod("artifact-gc"),
  "other pod of a team": { app: "somebody-elses" },
} as const;

/** Pods of `argo`, by the labels that the chart gives them (_helpers.tpl); the Job of the database user is ours. */
export const controlPlaneLabels = {
  server: chartLabels("server", "server"),
  controller: chartLabels("workflow-controller", "workflow-controller"),
  "CRD job": chartLabels("crd-install", "crds"),
  "database user job": { "app.kubernetes.io/name": "argo-database-user" },
  "other pod of argo": { app: "somebody-elses" },
} as const;

export type Kind = keyof typeof teamPods | keyof typeof controlPlaneLabels | keyof ReturnType<typeof others>;

/** All endpoints of an environment. Pods have addresses of the VPC, as with the VPC CNI. */
export function endpointsOf(environment: Environment): Endpoint[] {
  const { teams, network } = environment;
  const [range = ""] = network.vpcCidrs;
  let position = 1000;
  const pods = (
    namespace: string,
    all: Readonly<Record<string, Readonly<Record<string, string>>>>,
    of = "",
  ): Endpoint[] =>
    Object.entries(all).map(([kind, labels]) => ({
      ...{ kind: kind as Kind, name: kind + of, ours: true },
      ...{ namespace, labels, address: addressIn(range, position++) },
    }));
  return [
    ...pods("argo", controlPlaneLabels),
    ...teams.flatMap(({ name, namespace }) => pods(namespace, teamPods, ` (${name})`)),
    ...Object.entries(others(environment)).map(([kind, peer]) => ({
      ...{ kind: kind as Kind, name: kind, ours: false },
      ...peer,
    })),
  ];
}

function others({ network, cluster, monitoring, backstage }: Environment) {
  const [range = ""] = network.vpcCidrs;
  const inVpc = (position: number): string => addressIn(range, position);
  const service = (position: number): string => addressIn(cluster.serviceCidr, position);
  const pod = (namespace: string, address: string, labels = {}) => ({ namespace, address, labels });
  return {
    Prometheus: pod(monitoring.namespace, inVpc(101)),
    Backstage: pod(backstage.namespace, inVpc(102)),
    gateway: pod("gateway", inVpc(108), { app: "gateway" }),
    "neighbor of the gateway": pod("gateway", inVpc(109), { app: "somebody-elses" }),
    "DNS pod": pod("kube-system", inVpc(103), { "k8s-app": "kube-dns" }),
    "other pod of kube-system": pod("kube-system", inVpc(104), { "k8s-app": "metrics-server" }),
    "DNS pod of a stranger": pod("somebody-elses", inVpc(105), { "k8s-app": "kube-dns" }),
    application: pod("somebody-elses", inVpc(106)),
    // Pods can have addresses outside the VPC's range (custom networking of the VPC CNI).
    "application with another address": pod("somebody-elses", "198.19.1.1"),
    "workflow pod of a stranger": pod("somebody-elses", inVpc(107), workflowPod()),
    "load balancer": { address: inVpc(10) },
    "API server in the VPC": { address: inVpc(11) },
    database: { address: inVpc(12) },
    "API server's service": { address: service(1) },
    "DNS service": { address: service(10) },
    "other service": { address: service(11) },
    "NodeLocal DNS": { address: "169.254.20.10" },
    "instance metadata": { address: "169.254.169.254" },
    "Pod Identity agent": { address: "169.254.170.23" },
    "other link-local address": { address: "169.254.170.2" },
    internet: { address: "203.0.113.9" },
    "internet by IPv6": { address: "2001:db8::9" },
    "instance metadata by IPv6": { address: "fd00:ec2::254" },
  } satisfies Record<string, Peer>;
}

/** Labels of every pod that Argo makes for a workflow (argo-workflows: workflowpod.go, artifact_gc.go). */
export function workflowPod(component?: string): Record<string, string> {
  return {
    "workflows.argoproj.io/workflow": "some-workflow",
    "workflows.argoproj.io/completed": "false",
    ...(component !== undefined && { "workflows.argoproj.io/component": component }),
  };
}

function chartLabels(name: string, component: string): Record<string, string> {
  return {
    "app.kubernetes.io/name": `argo-workflows-${name}`,
    "app.kubernetes.io/instance": "argo-workflows",
    "app.kubernetes.io/component": component,
    app: component,
  };
}
