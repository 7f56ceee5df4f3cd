import { manifestsOf } from "../../../e2e/shared/installation/manifests-of";
import { flows, type Party, type Pod } from "../../fixtures/flows";
import { all, tenancy } from "../../fixtures/tenancy";

const workflow = { "workflows.argoproj.io/workflow": "any-name" };
const pods = {
  alpha: { namespace: "team-alpha", labels: workflow, address: "10.1.1.1" },
  "alpha's other one": { namespace: "team-alpha", labels: workflow, address: "10.1.1.2" },
  "alpha's artifact GC": {
    namespace: "team-alpha",
    labels: { ...workflow, "workflows.argoproj.io/component": "artifact-gc" },
    address: "10.1.1.3",
  },
  "a stray pod of alpha": { namespace: "team-alpha", labels: { app: "x" }, address: "10.1.1.4" },
  beta: { namespace: "team-beta", labels: workflow, address: "100.64.1.1" },
  coredns: { namespace: "kube-system", labels: { "k8s-app": "kube-dns" }, address: "10.1.9.1" },
  "kube-system's other pod": { namespace: "kube-system", labels: { app: "x" }, address: "172.31.9.2" },
  "coredns of somebody else": { namespace: "shop", labels: { "k8s-app": "kube-dns" }, address: "172.31.9.3" },
  "argo server": {
    namespace: "argo",
    labels: { "app.kubernetes.io/name": "argo-workflows-server" },
    address: "10.1.8.1",
  },
  backstage: { namespace: "backstage", labels: { app: "backstage" }, address: "10.1.8.2" },
  prometheus: { namespace: "monitoring", labels: { app: "prometheus" }, address: "10.1.8.3" },
} satisfies Record<string, Pod>;
const addresses = {
  "API server, its service": "172.20.0.1",
  "API server, in the VPC": "10.1.0.5",
  "DNS service": "172.20.0.10",
  "another service": "172.20.0.11",
  "NodeLocal DNS": "169.254.20.10",
  "instance metadata": "169.254.169.254",
  "Pod Identity agent": "169.254.170.23",
  "another link-local address": "169.254.170.2",
  database: "10.1.5.5",
  internet: "203.0.113.9",
} satisfies Record<string, string>;
const party = (name: string): Party => {
  const found = { ...pods, ...addresses }[name];
  if (found === undefined) throw new Error(`nobody is called ${name}`);
  return found;
};

/** Everything that must get through from a workflow pod; every other cell of the table must not. */
const everywhere = [
  ...["DNS service", "NodeLocal DNS", "coredns"].flatMap((name) => [`${name} 53/UDP`, `${name} 53/TCP`]),
  ...["API server, its service", "API server, in the VPC"].map((name) => `${name} 443/TCP`),
  // On 443 all but link-local: registries, AWS, and what in the cluster isn't closed by a policy of its own.
  ...["internet", "database", "DNS service", "another service"].map((name) => `${name} 443/TCP`),
  ...["coredns", "kube-system's other pod", "coredns of somebody else"].map((name) => `${name} 443/TCP`),
  ...["argo server", "backstage", "prometheus"].map((name) => `${name} 443/TCP`),
];

const ports = [
  [22, "TCP"],
  [53, "TCP"],
  [53, "UDP"],
  [80, "TCP"],
  [443, "TCP"],
  [443, "UDP"],
  [2746, "TCP"],
  [5432, "TCP"],
  [6443, "TCP"],
  [9090, "TCP"],
] as const;

/** What gets through from a team's pod, of every target and port. */
function through(manifests: ReturnType<typeof manifestsOf>, from: string): string[] {
  return Object.keys({ ...pods, ...addresses }).flatMap((to) =>
    to === from
      ? []
      : ports.flatMap(([port, protocol]) =>
          flows(manifests, party(from), party(to), port, protocol) ? [`${to} ${port}/${protocol}`] : [],
        ),
  );
}

describe("TeamNetwork", () => {
  const manifests = manifestsOf(tenancy());

  it.each(["alpha", "alpha's other one", "alpha's artifact GC", "beta"])(
    "lets %s call DNS, the API server and HTTPS, and nothing else",
    (from) => {
      expect(through(manifests, from).sort()).toEqual([...everywhere].sort());
    },
  );

  it("lets a pod that belongs to no workflow call nothing", () => {
    expect(through(manifests, "a stray pod of alpha")).toEqual([]);
  });

  it("allows no inbound traffic: not from the team, another team, or the control plane", () => {
    const targets = ["alpha", "alpha's artifact GC", "a stray pod of alpha", "beta"];
    const reached = targets.flatMap((to) =>
      Object.keys({ ...pods, ...addresses })
        .filter((from) => from !== to)
        .filter((from) =>
          ports.some(([port, protocol]) => flows(manifests, party(from), party(to), port, protocol)),
        )
        .map((from) => `${from} -> ${to}`),
    );
    expect(reached).toEqual([]);
  });

  it("allows the Pod Identity agent only if it is used, and only on its port", () => {
    const identity = manifestsOf(tenancy({ cluster: { identity: "pod-identity" } }));
    expect(through(identity, "alpha").filter((call) => call.includes("Identity"))).toEqual([
      "Pod Identity agent 80/TCP",
    ]);
    expect(through(identity, "a stray pod of alpha")).toEqual([]);
  });

  it("opens the way to the proxy in place of the internet", () => {
    const proxy = { url: "http://proxy.example.com:2746", cidrs: ["203.0.113.0/28"] };
    const network = { vpcCidrs: ["10.1.0.0/16", "100.64.0.0/16"], proxy };
    const behind = through(manifestsOf(tenancy({ network })), "alpha");
    expect(behind.filter((call) => call.startsWith("internet"))).toEqual(["internet 2746/TCP"]);
    expect(behind.filter((call) => call.endsWith("2746/TCP"))).toEqual(["internet 2746/TCP"]);
    expect(behind).toContain("API server, in the VPC 443/TCP");
    expect(through(manifestsOf(tenancy({ network })), "a stray pod of alpha")).toEqual([]);
  });

  it("allows port 6443 for an API server outside EKS", () => {
    const local = manifestsOf(tenancy({ cluster: { kubeconfig: { path: "kubeconfig", context: "local" } } }));
    const more = through(local, "alpha").filter((call) => !everywhere.includes(call));
    expect(more.every((call) => call.endsWith(" 6443/TCP"))).toBe(true);
    expect(more).toContain("API server, its service 6443/TCP");
    expect(more).not.toContain("internet 6443/TCP");
  });

  it("opens for one team what its entry lists, on these ports, and nothing for the others", () => {
    const egress = [
      { cidrs: ["10.1.5.0/24"], ports: [5432] },
      { namespace: "monitoring", podLabels: { app: "prometheus" }, ports: [9090] },
      { namespace: "backstage", podLabels: { app: "other" }, ports: [2746] },
    ];
    const teams = { alpha: { egress }, beta: {} };
    const wider = manifestsOf(tenancy({ teams, targets: {} }));
    const more = (from: string) => through(wider, from).filter((call) => !everywhere.includes(call));
    expect(more("alpha")).toEqual(["prometheus 9090/TCP", "database 5432/TCP"]);
    expect(more("beta")).toEqual([]);
    expect(through(wider, "a stray pod of alpha")).toEqual([]);
  });

  it("opens every address on a port without the link-local ones", () => {
    const egress = [{ cidrs: ["0.0.0.0/0"], ports: [80] }];
    const wider = manifestsOf(tenancy({ teams: { alpha: { egress } }, targets: {} }));
    const calls = through(wider, "alpha").filter((call) => call.endsWith(" 80/TCP"));
    expect(calls).toContain("internet 80/TCP");
    expect(calls.filter((call) => /metadata|agent|link-local|NodeLocal/.test(call))).toEqual([]);
  });

  it("opens HTTPS for listed addresses and the VPC only", () => {
    const vpc = ["10.1.0.0/16", "100.64.0.0/16"];
    const narrow = (egressCidrs: string[]) =>
      through(manifestsOf(tenancy({ network: { vpcCidrs: vpc, egressCidrs } })), "alpha")
        .filter((call) => call.endsWith(" 443/TCP"))
        .map((call) => call.replace(" 443/TCP", ""));
    expect(narrow([])).toContain("database");
    expect(narrow([])).not.toContain("internet");
    expect(narrow([])).not.toContain("another service");
    expect(narrow(["203.0.113.0/24"])).toContain("internet");
    expect(narrow(["198.51.100.0/24"])).not.toContain("internet");
  });

  it("creates one policy per purpose in each namespace", () => {
    expect(Object.keys(all(tenancy({ teams: { a: {} } }), "kubernetes_network_policy_v1")).sort()).toEqual([
      "team-a_default-deny",
      "team-a_dns",
      "team-a_https",
      "team-a_kubernetes-api",
    ]);
  });

  it("selects workflow pods by the label's presence, since its value is each workflow's name", () => {
    const policies = all(tenancy({ teams: { a: {} } }), "kubernetes_network_policy_v1");
    for (const [id, { spec }] of Object.entries(policies)) {
      expect(spec).toMatchObject({
        pod_selector: id.endsWith("default-deny")
          ? {}
          : { match_expressions: [{ key: "workflows.argoproj.io/workflow", operator: "Exists" }] },
      });
    }
  });
});
