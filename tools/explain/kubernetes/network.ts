import { type Attributes, block, text, texts } from "../change";
import { type Explainer, finding } from "../estate";
import { say, type Sentence, words } from "../sentence";
import { type Cluster, keyOf, type KubernetesObject, list } from "./objects";

/** Pods that a policy selects may talk to a peer. Everything else is refused to selected pods. */
interface Flow {
  readonly namespace: string;
  readonly pods: string;
  readonly direction: "Ingress" | "Egress";
  readonly peer: string;
  readonly port: string;
  readonly policy: KubernetesObject;
}

/** Which network flows are allowed afterwards that weren't, and the other way round. */
export const network: Explainer = ({ before, after }) => {
  const [old, now] = [flowsOf(before), flowsOf(after)];
  const [oldIds, nowIds] = [new Set(old.map(idOf)), new Set(now.map(idOf))];
  const gained = now.filter((flow) => !oldIds.has(idOf(flow)));
  const lost = old.filter((flow) => !nowIds.has(idOf(flow)));
  const knownNamespaces = new Set(
    [...before.objects.values()].filter(({ kind }) => kind === "Namespace").map(({ name }) => name),
  );
  const isWider = (one: Flow) => (other: Flow) =>
    idOf({ ...one, peer: "", port: "" }) === idOf({ ...other, peer: "", port: "" }) &&
    (other.peer === "everything" || other.peer === one.peer.replace(/ except .*/, ""));
  return [
    ...opened(before, after),
    ...rewritten(before, after),
    ...merged(gained).map(({ flow, ports }) => {
      const isNew =
        !knownNamespaces.has(flow.namespace) && !old.some(({ namespace }) => namespace === flow.namespace);
      const level = isWide(flow) ? "danger" : isNew ? "note" : "check";
      // A new namespace has the same rules as the others: HTTPS to everywhere is one of them.
      const usual =
        isNew &&
        old.some((one) => one.peer === flow.peer && one.port === flow.port && one.pods === flow.pods);
      return finding(
        usual ? "note" : level,
        usual ? "New" : "Network",
        flow.policy,
        say`${pods(flow)} may now ${words(flow.direction === "Egress" ? "reach" : "be reached from")} ${peer(flow)}${ports}.`,
      );
    }),
    ...merged(lost)
      .filter(({ flow }) => isolates(after, flow) && !gained.some(isWider(flow)))
      .map(({ flow, ports }) =>
        finding(
          "check",
          "Network",
          flow.policy,
          say`${pods(flow)} may no longer ${words(flow.direction === "Egress" ? "reach" : "be reached from")} ${peer(flow)}${ports}.`,
        ),
      ),
  ];
};

const idOf = ({ namespace, pods: selected, direction, peer: other, port }: Flow) =>
  JSON.stringify([namespace, selected, direction, other, port]);

function merged(flows: readonly Flow[]): { flow: Flow; ports: Sentence }[] {
  const groups = new Map<string, Flow[]>();
  for (const flow of flows) {
    const key = idOf({ ...flow, port: "" });
    groups.set(key, [...(groups.get(key) ?? []), flow]);
  }
  return [...groups.values()].flatMap((own) => {
    const [flow] = own;
    if (flow === undefined) return [];
    const all = own.some(({ port }) => port === "");
    return [{ flow, ports: all ? words(" on every port") : say` on ${own.map(({ port }) => port)}` }];
  });
}

const policies = (cluster: Cluster) =>
  [...cluster.objects.values()].filter(({ kind }) => kind === "NetworkPolicy");

function typesOf({ body }: KubernetesObject): string[] {
  const spec = block(body.spec);
  const types = texts(spec.policyTypes);
  return types.length > 0 ? types : ["Ingress", ...(list(spec.egress).length > 0 ? ["Egress"] : [])];
}

const flowsOf = (cluster: Cluster): Flow[] => policies(cluster).flatMap(flowsOfPolicy);

function flowsOfPolicy(policy: KubernetesObject): Flow[] {
  const spec = block(policy.body.spec);
  const selected = selector(spec.podSelector);
  return (["Ingress", "Egress"] as const).flatMap((direction) => {
    if (!typesOf(policy).includes(direction)) return [];
    const rules = list(direction === "Ingress" ? spec.ingress : spec.egress);
    return rules.flatMap((rule) => {
      const peers = list(direction === "Ingress" ? rule.from : rule.to).map(peerText);
      const ports = list(rule.ports).map(portText);
      return (peers.length === 0 ? ["everything"] : peers).flatMap((one) =>
        (ports.length === 0 ? [""] : ports).map((port) => ({
          namespace: policy.namespace,
          pods: selected,
          direction,
          peer: one,
          port,
          policy,
        })),
      );
    });
  });
}

function selector(value: unknown): string {
  const { matchLabels, matchExpressions } = block(value);
  return [
    ...Object.entries(block(matchLabels)).map(([name, each]) => `${name}=${text(each) ?? ""}`),
    ...list(matchExpressions).map(({ key, operator, values }) =>
      `${text(key) ?? ""} ${text(operator) ?? ""} ${texts(values).sort().join("|")}`.trim(),
    ),
  ]
    .sort()
    .join(", ");
}

function peerText(peerBlock: Attributes): string {
  const { ipBlock, namespaceSelector, podSelector } = peerBlock;
  if (ipBlock !== undefined) {
    const { cidr, except } = block(ipBlock);
    const holes = texts(except).sort();
    return `${text(cidr) ?? "(known after apply)"}${holes.length === 0 ? "" : ` except ${holes.join(", ")}`}`;
  }
  const namespaces =
    namespaceSelector === undefined ? "" : `namespaces ${selector(namespaceSelector) || "(all)"}`;
  const own = podSelector === undefined ? "" : `pods ${selector(podSelector) || "(all)"}`;
  return [own, namespaces].filter((each) => each !== "").join(" in ") || "everything";
}

function portText({ port, protocol, endPort }: Attributes): string {
  const last = text(endPort);
  return `${text(port) ?? "any"}${last === undefined ? "" : `-${last}`}/${text(protocol) ?? "TCP"}`;
}

/** More than a program needs: everybody, every port of the internet, or the metadata service of a node. */
function isWide({ peer: other, port, direction }: Flow): boolean {
  if (other === "everything" || /namespaces \(all\)/.test(other)) return true;
  const cidr = /^(\S+\/\d+)( except (.*))?$/.exec(other);
  if (cidr === null) return false;
  const bits = Number(cidr[1]?.split("/")[1]);
  if (direction === "Ingress") return bits === 0;
  const holes = cidr[3] ?? "";
  const reachesMetadata =
    /^0\.0\.0\.0\/\d|^169\.254\.(0\.0|169\.254)\//.test(other) && !/169\.254\./.test(holes);
  return reachesMetadata || (bits <= 8 && bits < 8 && port === "");
}

function pods({ namespace, pods: selected }: Flow): Sentence {
  if (selected === "") return say`All pods of ${namespace}`;
  if (selected === "workflows.argoproj.io/workflow Exists") return say`Workflow pods of ${namespace}`;
  return say`Pods ${selected} of ${namespace}`;
}

function peer({ peer: other }: Flow): Sentence {
  if (other === "everything") return words("everything");
  return /^(0\.0\.0\.0|::)\/0/.test(other) ? say`the internet (${other})` : say`${other}`;
}

/** Whether pods are still refused what no policy allows. */
function isolates(cluster: Cluster, { namespace, direction, pods: selected }: Flow): boolean {
  return policies(cluster).some(
    (policy) =>
      policy.namespace === namespace &&
      typesOf(policy).includes(direction) &&
      ["", selected].includes(selector(block(policy.body.spec).podSelector)),
  );
}

/** Policies that are written differently and allow the same. */
function rewritten(before: Cluster, after: Cluster) {
  const flows = (policy: KubernetesObject) =>
    JSON.stringify([typesOf(policy).sort(), [...new Set(flowsOfPolicy(policy).map(idOf))].sort()]);
  return policies(after).flatMap((policy) => {
    const old = before.objects.get(keyOf(policy));
    if (old === undefined || JSON.stringify(old.body.spec) === JSON.stringify(policy.body.spec)) return [];
    return flows(old) === flows(policy)
      ? [
          finding(
            "same",
            "Network",
            policy,
            say`Network policy ${policy.name} of ${policy.namespace} is written differently and allows the same.`,
          ),
        ]
      : [];
  });
}

/** Namespaces in which pods that no other policy selects were refused everything, and now aren't. */
function opened(before: Cluster, after: Cluster) {
  const denied = (cluster: Cluster) =>
    new Map(
      policies(cluster).flatMap((policy) =>
        selector(block(policy.body.spec).podSelector) === ""
          ? typesOf(policy).map(
              (direction) => [JSON.stringify([policy.namespace, direction]), policy] as const,
            )
          : [],
      ),
    );
  const now = denied(after);
  return [...denied(before)].flatMap(([key, policy]) => {
    if (now.has(key)) return [];
    const [namespace, direction] = JSON.parse(key) as [string, string];
    return [
      finding(
        "danger",
        "Network",
        policy,
        say`Nothing refuses ${words(direction === "Ingress" ? "incoming" : "outgoing")} connections of pods in ${namespace} any more: the default is open.`,
      ),
    ];
  });
}
