import { controlPlaneNamespace, ingressClass } from "../../../config/naming";
import { list, text } from "./cel";
import type { Policy } from "./policy";

export interface IngressHostProps {
  /** Where people reach Argo's server. */
  readonly host: string;
  /** Ingress group of Argo's own load balancer, if it has one by name. */
  readonly group: string | undefined;
  /** Namespaces of gateways that serve the host. */
  readonly gateways: readonly string[];
}

const group = "alb.ingress.kubernetes.io/group.name";
const classNote = "kubernetes.io/ingress.class";
const hostnames = ["hostname", "internal-hostname"].map((name) => `external-dns.alpha.kubernetes.io/${name}`);

/** Argo's own address and load balancer are Argo's, in the whole cluster, for every caller. */
export function ingressHost({ host, group: ours, gateways }: IngressHostProps): Policy {
  const unlessGateway = (expression: string) =>
    gateways.length === 0 ? expression : `request.namespace in ${list(gateways)} || (${expression})`;
  const note = (key: string) => `variables.notes[?${text(key)}].orValue('')`;
  return {
    name: "ingress-host",
    namespaces: { except: [controlPlaneNamespace] },
    resources: [
      { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], operations: ["CREATE", "UPDATE"] },
      { apiGroups: [""], resources: ["services"], operations: ["CREATE", "UPDATE"] },
    ],
    variables: [
      { name: "notes", expression: "dyn(object).metadata.?annotations.orValue({})" },
      { name: "spec", expression: "dyn(object).?spec.orValue({})" },
    ],
    validations: [
      ...(ours === undefined
        ? []
        : [
            {
              expression: `${note(group)} != ${text(ours)}`,
              message: `The ingress group ${ours} is Argo's own. Choose another group.name.`,
            },
            {
              expression:
                `variables.spec.?ingressClassName.orValue('') != ${text(ingressClass)} && ` +
                `${note(classNote)} != ${text(ingressClass)}`,
              message: `The ingress class ${ingressClass} is Argo's own. Choose another ingressClassName.`,
            },
          ]),
      {
        expression: unlessGateway(
          `variables.spec.?rules.orValue([]).all(r, r.?host.orValue('').lowerAscii() != ${text(host)}) && ` +
            `variables.spec.?tls.orValue([]).all(t, t.?hosts.orValue([]).all(h, h.lowerAscii() != ${text(host)}))`,
        ),
        message: `The host ${host} is Argo's own. Choose another host.`,
      },
      {
        expression: unlessGateway(
          hostnames
            .map(
              (key) =>
                `${note(key)}.lowerAscii().split(',').all(h, !(h.trim() in ${list([host, `${host}.`])}))`,
            )
            .join(" && "),
        ),
        message: `The DNS name ${host} is Argo's own. Remove it from the external-dns annotations.`,
      },
    ],
  };
}
