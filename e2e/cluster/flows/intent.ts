import { BlockList, isIPv4 } from "node:net";
import { isAtLeast, readChart } from "../../../config/chart";
import type { Environment } from "../../../config/environment";
import type { Endpoint, Kind } from "./endpoints";

/**
 * Which calls are intended; every other call must be refused. Written by hand, without the rules of the stacks. An
 * address range means all endpoints in it whose namespace isn't ours: our pods are called only where a rule names them.
 */
interface Rule {
  readonly from: readonly (Kind | AddressRange)[];
  readonly to: readonly (Kind | AddressRange)[];
  readonly on: readonly string[];
}

/** `anywhere` is every IPv4 address except the link-local ones, `outside` is what the environment file lists of it. */
type AddressRange = "the VPC" | "anywhere" | "outside";

const workflowPods = ["workflow pod", "deploy pod", "artifact GC pod"] as const;
const argo = ["server", "controller"] as const;
const names = ["DNS pod", "DNS service", "NodeLocal DNS"] as const;

function rulesOf({ archive, backstage, cluster, ingress, network }: Environment): Rule[] {
  const when = (condition: boolean, rule: Rule): Rule[] => (condition ? [rule] : []);
  const outside = network.egressCidrs === undefined ? "anywhere" : "outside";
  return [
    { from: [...workflowPods, ...argo, "CRD job"], to: names, on: ["53/UDP", "53/TCP"] },
    {
      from: [...workflowPods, ...argo, "CRD job"],
      to: ["API server's service", "the VPC"],
      on: ["443/TCP", ...(cluster.kubeconfig ? ["6443/TCP"] : [])],
    },
    { from: [...workflowPods, ...argo], to: [outside], on: ["443/TCP"] },
    // Up to 1.x, the chart's Job loads the definitions from the internet.
    ...when(!isAtLeast(readChart().version, 2), { from: ["CRD job"], to: [outside], on: ["443/TCP"] }),
    ...when(cluster.identity === "pod-identity", {
      from: [...workflowPods, ...argo],
      to: ["Pod Identity agent"],
      on: ["80/TCP"],
    }),
    ...when(archive.enabled, { from: argo, to: ["the VPC"], on: ["5432/TCP"] }),
    ...when(archive.enabled && archive.login === "iam", {
      from: ["database user job"],
      to: ["the VPC"],
      on: ["5432/TCP"],
    }),
    ...when(archive.enabled && archive.login === "iam", {
      from: ["database user job"],
      to: names,
      on: ["53/UDP", "53/TCP"],
    }),
    // The load balancer and pods can have any address of the VPC.
    ...when(ingress.enabled, { from: ["the VPC"], to: ["server"], on: ["2746/TCP"] }),
    ...when(backstage.enabled, { from: ["Backstage"], to: ["server"], on: ["2746/TCP"] }),
    // `local` names the gateway's pods.
    ...when(ingress.from.length > 0, { from: ["gateway"], to: ["server"], on: ["2746/TCP"] }),
    { from: ["Prometheus"], to: ["controller"], on: ["9090/TCP"] },
  ];
}

/** Returns a function that says whether a call is intended; `on` is a port such as 443/TCP. */
export function intentOf(environment: Environment): (from: Endpoint, to: Endpoint, on: string) => boolean {
  const rules = rulesOf(environment);
  const vpc = blocks(environment.network.vpcCidrs);
  const listed = blocks(environment.network.egressCidrs ?? []);
  const linkLocal = blocks(["169.254.0.0/16"]);
  const at = (end: Kind | AddressRange, { kind, ours, address }: Endpoint): boolean => {
    if (end !== "the VPC" && end !== "anywhere" && end !== "outside") return kind === end;
    if (ours || !isIPv4(address)) return false;
    if (end === "outside") return listed.check(address) && !linkLocal.check(address);
    return end === "the VPC" ? vpc.check(address) : !linkLocal.check(address);
  };
  const entries = environment.teams.flatMap(({ namespace, egress }) =>
    egress.map((entry) => ({ of: namespace, ...entry, ranges: blocks(entry.cidrs ?? []) })),
  );
  const added = (from: Endpoint, to: Endpoint, on: string): boolean =>
    workflowPods.some((kind) => kind === from.kind) &&
    entries.some(({ of, ports, namespace, podLabels = {}, ranges }) => {
      if (of !== from.namespace || !ports.some((port) => on === `${port}/TCP`) || to.ours) return false;
      if (namespace === undefined)
        return isIPv4(to.address) && ranges.check(to.address) && !linkLocal.check(to.address);
      const labels = to.labels ?? {};
      return (
        to.namespace === namespace && Object.entries(podLabels).every(([key, value]) => labels[key] === value)
      );
    });
  return (from, to, on) =>
    added(from, to, on) ||
    rules.some(
      (rule) =>
        rule.on.includes(on) && rule.from.some((end) => at(end, from)) && rule.to.some((end) => at(end, to)),
    );
}

function blocks(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits = ""] = range.split("/");
    list.addSubnet(address, Number(bits));
  }
  return list;
}
