import { readChart } from "../../../config/chart";
import type { Environment } from "../../../config/environment";
import { ControlPlaneNamespace } from "../../../constructs/argo/control-plane-namespace";
import { ControlPlaneNetwork } from "../../../constructs/argo/control-plane-network";
import { existingDatabase } from "../../fixtures/existing-database";
import { fullEnvironment } from "../../fixtures/full-environment";
import { environment, parsed } from "../../fixtures/synthesis";

interface Spec {
  pod_selector: { match_labels?: Record<string, string> };
  policy_types: string[];
  ingress?: { from: Peer[]; ports: Port[] }[];
  egress?: { to: Peer[]; ports: Port[] }[];
}
interface Peer {
  ip_block?: { cidr: string; except?: string[] };
  namespace_selector?: { match_labels: Record<string, string> };
  pod_selector?: { match_labels: Record<string, string> };
}
interface Port {
  port: string;
  protocol: string;
}

function policies(one: Environment, version = "2.0.9"): Record<string, Spec> {
  const json = parsed((scope) => {
    const { ready } = new ControlPlaneNamespace(scope, "argo", { behindLoadBalancer: false });
    const chart = { ...readChart(), version };
    new ControlPlaneNetwork(scope, "network", { environment: one, chart, dependsOn: ready });
  });
  const found = json.resource.kubernetes_network_policy_v1 as unknown as Record<string, { spec: Spec }>;
  return Object.fromEntries(Object.entries(found).map(([name, { spec }]) => [name, spec]));
}

/** `<peer>:<port>` of every way that a policy opens. */
function ways(spec: Spec | undefined, direction: "ingress" | "egress"): string[] {
  const rules = (direction === "ingress" ? spec?.ingress : spec?.egress) ?? [];
  return rules.flatMap((rule) =>
    ("from" in rule ? rule.from : rule.to).flatMap((peer) =>
      rule.ports.map(({ port, protocol }) => `${named(peer)}:${port}${protocol === "TCP" ? "" : "/udp"}`),
    ),
  );
}

function named({ ip_block: block, namespace_selector: namespace, pod_selector: pods }: Peer): string {
  if (block) return block.cidr + (block.except ? ` but ${block.except.join(" ")}` : "");
  const where = namespace?.match_labels["kubernetes.io/metadata.name"] ?? "?";
  return pods ? `${where}/${pods.match_labels["k8s-app"] ?? "?"}` : where;
}

const dns = [
  "kube-system/kube-dns:53/udp",
  "kube-system/kube-dns:53",
  "172.20.0.10/32:53/udp",
  "172.20.0.10/32:53",
  "169.254.20.10/32:53/udp",
  "169.254.20.10/32:53",
];
const api = ["172.20.0.1/32:443", "10.0.0.0/8:443"];
const outside = "0.0.0.0/0 but 169.254.0.0/16:443";
const database = "10.0.0.0/8:5432";
const server = "argo-workflows-server";
const controller = "argo-workflows-workflow-controller";
const job = "argo-workflows-crd-install";

describe("ControlPlaneNetwork", () => {
  it("denies all traffic in both directions, and allows it for pods that the chart really creates", () => {
    const found = policies(environment());
    expect(found["default-deny"]).toEqual({ pod_selector: {}, policy_types: ["Ingress", "Egress"] });
    expect(Object.keys(found).sort()).toEqual([job, server, controller, "default-deny"].sort());
    for (const [name, spec] of Object.entries(found)) {
      expect(spec.policy_types).toEqual(["Ingress", "Egress"]);
      if (name !== "default-deny")
        expect(spec.pod_selector).toEqual({ match_labels: { "app.kubernetes.io/name": name } });
    }
  });

  it("lets only the load balancer and Backstage call the server", () => {
    const callers = (changes: Record<string, unknown>) =>
      ways(policies(environment(changes))[server], "ingress");
    expect(callers({})).toEqual([]);
    expect(callers({ backstage: { enabled: true } })).toEqual(["backstage:2746"]);
    expect(ways(policies(fullEnvironment())[server], "ingress")).toEqual([
      "10.0.0.0/8:2746",
      "backstage:2746",
    ]);
  });

  it("lets the pods of a gateway call the server, and no other pods of its namespace", () => {
    const from = [{ namespace: "gateway", podLabels: { "k8s-app": "envoy" } }, { namespace: "mesh" }];
    const found = policies(environment({ ingress: { enabled: false, from } }));
    expect(ways(found[server], "ingress")).toEqual(["gateway/envoy:2746", "mesh:2746"]);
    expect(ways(found[controller], "ingress")).toEqual(["monitoring:9090"]);
  });

  it("lets only Prometheus read metrics", () => {
    const { ingress } = { ingress: ways(policies(environment())[controller], "ingress") };
    expect(ingress).toEqual(["monitoring:9090"]);
    expect(ways(policies(environment())[job], "ingress")).toEqual([]);
  });

  it("lets server and controller call DNS, API server and HTTPS, but never the instance metadata", () => {
    const found = policies(environment());
    for (const pods of [server, controller])
      expect(ways(found[pods], "egress")).toEqual([...dns, ...api, outside]);
  });

  it("allows traffic to the database only if there is one", () => {
    const found = policies(environment({ archive: { enabled: true } }));
    for (const pods of [server, controller])
      expect(ways(found[pods], "egress")).toEqual([...dns, ...api, outside, database]);
    expect(ways(found[job], "egress")).toEqual([...dns, ...api]);
  });

  it("allows traffic to a database that exists already at its addresses and port, and to nothing next to it", () => {
    const found = policies(environment({ archive: existingDatabase }));
    const there = ["10.20.0.0/24:6432", "10.20.1.0/24:6432"];
    for (const pods of [server, controller])
      expect(ways(found[pods], "egress")).toEqual([...dns, ...api, outside, ...there]);
    expect(ways(found[job], "egress")).toEqual([...dns, ...api]);
    expect(found).not.toHaveProperty("argo-database-user");
  });

  it("lets server and controller call the proxy, and the internet only through it", () => {
    const network = { proxy: { url: "http://proxy.example.com:80", cidrs: ["10.9.0.0/24"] } };
    const found = policies(environment({ network }));
    for (const pods of [server, controller])
      expect(ways(found[pods], "egress")).toEqual([...dns, ...api, "10.9.0.0/24:80"]);
    expect(ways(found[job], "egress")).toEqual([...dns, ...api]);
  });

  it("lets only the server call the identity provider on a port of its own", () => {
    const login = {
      modes: ["sso"],
      sso: { issuer: "https://login.example.com:8443", adminGroups: ["platform"] },
    };
    const certificateArn =
      "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
    const found = policies(environment({ login, ingress: { enabled: true }, certificateArn }));
    const elsewhere = "0.0.0.0/0 but 169.254.0.0/16:8443";
    expect(ways(found[server], "egress")).toEqual([...dns, ...api, outside, elsewhere]);
    expect(ways(found[controller], "egress")).toEqual([...dns, ...api, outside]);
  });

  it("allows traffic to the Pod Identity agent only if it is used", () => {
    const found = policies(environment({ cluster: { identity: "pod-identity" } }));
    expect(ways(found[server], "egress")).toEqual([...dns, ...api, outside, "169.254.170.23/32:80"]);
  });

  it("lets the Job that installs the definitions call the internet only if the chart needs it", () => {
    expect(ways(policies(environment())[job], "egress")).toEqual([...dns, ...api]);
    expect(ways(policies(environment(), "1.0.18")[job], "egress")).toEqual([...dns, ...api, outside]);
  });

  it("lets the Job that creates the database user call the database and DNS, but not the API server", () =>
    expect(ways(policies(fullEnvironment())["argo-database-user"], "egress")).toEqual([...dns, database]));

  it("uses port 6443 for an API server outside EKS", () => {
    const local = environment({ cluster: { kubeconfig: { path: "~/.kube/config", context: "local" } } });
    expect(ways(policies(local)[job], "egress")).toContain("10.0.0.0/8:6443");
  });
});
