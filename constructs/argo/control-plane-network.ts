import {
  NetworkPolicyV1,
  type NetworkPolicyV1Spec,
  type NetworkPolicyV1SpecEgress,
  type NetworkPolicyV1SpecIngress,
} from "@cdktf/provider-kubernetes/lib/network-policy-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { databasePort } from "../../config/aws-naming";
import { type Chart, isAtLeast } from "../../config/chart";
import type { Environment } from "../../config/environment";
import { controlPlaneNamespace, controlPlanePods, serverPort } from "../../config/naming";
import { addressed } from "../addressed";
import {
  dns,
  https,
  httpsOn,
  kubernetesApi,
  outside,
  podIdentityAgent,
  proxy,
} from "../kubernetes/destinations";
import { ownLabels } from "./labels";

type Settings = Pick<
  Environment,
  "archive" | "backstage" | "cluster" | "ingress" | "login" | "monitoring" | "network"
>;

export interface ControlPlaneNetworkProps {
  readonly environment: Settings;
  readonly chart: Chart;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Port for Prometheus (chart key controller.metricsConfig.port). */
const metricsPort = 9090;

type Pods = keyof typeof controlPlanePods;

/** Who may call Argo's own pods, and whom they may call. Everything else in the namespace is closed in both directions. */
export class ControlPlaneNetwork extends Construct {
  readonly ready: ITerraformDependable[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ControlPlaneNetworkProps,
  ) {
    super(scope, id);
    const { environment, chart } = props;
    const { archive, cluster, monitoring } = environment;
    const database = archive.enabled ? toDatabase(environment) : [];
    const identity = cluster.identity === "pod-identity" ? [podIdentityAgent] : [];
    const api = [dns(environment), kubernetesApi(environment)];
    // S3, STS and the identity provider; the controller also asks registries for entrypoints.
    const beyond = [...https(environment), ...proxy(environment), ...identity];
    this.policy("default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    this.allow("server", callersOfServer(environment), [
      ...api,
      ...beyond,
      ...identityProvider(environment),
      ...database,
    ]);
    this.allow(
      "controller",
      [{ from: [namespaced(monitoring.namespace)], ports: [tcp(metricsPort)] }],
      [...api, ...beyond, ...database],
    );
    // Before chart 2.0 the Job loads the CRDs from the internet; since then they are in its image.
    const definitions = isAtLeast(chart.version, 2) ? [] : https(environment);
    this.allow("crdJob", [], [...api, ...definitions]);
    if (archive.enabled && archive.login === "iam")
      this.allow("databaseUserJob", [], [dns(environment), ...database]);
  }

  private allow(
    pods: Pods,
    ingress: NetworkPolicyV1SpecIngress[],
    egress: NetworkPolicyV1SpecEgress[],
  ): void {
    this.policy(controlPlanePods[pods], {
      podSelector: { matchLabels: { "app.kubernetes.io/name": controlPlanePods[pods] } },
      policyTypes: ["Ingress", "Egress"],
      ...(ingress.length > 0 && { ingress }),
      egress,
    });
  }

  private policy(name: string, spec: NetworkPolicyV1Spec): void {
    const policy = new NetworkPolicyV1(this, name, {
      metadata: { name, namespace: controlPlaneNamespace, labels: ownLabels },
      spec,
      dependsOn: [...this.props.dependsOn],
    });
    this.ready.push(addressed(name, policy));
  }
}

/** The load balancer calls from addresses in the VPC. Probes come from the node, which policies always allow. */
function callersOfServer({ ingress, network, backstage }: Settings): NetworkPolicyV1SpecIngress[] {
  const from = [
    ...(ingress.enabled ? network.vpcCidrs.map((cidr) => ({ ipBlock: { cidr } })) : []),
    ...(backstage.enabled ? [namespaced(backstage.namespace)] : []),
    ...ingress.from.map(({ namespace, podLabels }) => ({
      ...namespaced(namespace),
      ...(podLabels && { podSelector: { matchLabels: podLabels } }),
    })),
  ];
  return from.length > 0 ? [{ from, ports: [tcp(serverPort)] }] : [];
}

/** An identity provider such as Keycloak may listen on a port of its own. */
function identityProvider(environment: Settings): NetworkPolicyV1SpecEgress[] {
  const { sso } = environment.login;
  const port = sso === undefined ? "" : new URL(sso.issuer).port;
  return port === "" ? [] : httpsOn(port, environment);
}

/** AWS generates the addresses of a database that this project creates, from the subnets of the VPC. */
function toDatabase({ archive, network }: Settings): NetworkPolicyV1SpecEgress[] {
  const { cidrs, port } = archive.database ?? { cidrs: network.vpcCidrs, port: databasePort };
  return outside(cidrs, [String(port)]);
}

function namespaced(name: string) {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}

function tcp(port: number) {
  return { port: String(port), protocol: "TCP" };
}
