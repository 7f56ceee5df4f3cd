import { type Attempt, passes, refused } from "../attempt";
import { gatewayNamespace } from "../ingress-group";
import { change, deployer, editor, inTarget, pathOf, target, team } from "../objects";

const service = (spec: object) =>
  inTarget("/api/v1", "services", {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: target },
    spec: { ports: [{ port: 80 }], ...spec },
  });
const ingress = (annotations: object, host = "web.example.com", namespace = target, more = {}) => ({
  ...inTarget("/apis/networking.k8s.io/v1", "ingresses", {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "web", namespace, annotations },
    spec: {
      ...more,
      rules: [
        {
          host,
          http: {
            paths: [
              { path: "/", pathType: "Prefix", backend: { service: { name: "web", port: { number: 80 } } } },
            ],
          },
        },
      ],
    },
  }),
  path: `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`,
});
const group = "alb.ingress.kubernetes.io/group.name";
const dns = "external-dns.alpha.kubernetes.io/hostname";

/** How an application is reached: its Services and Ingresses, and the names and addresses that are Argo's own. */
export const exposureRows: readonly Attempt[] = [
  passes("an ordinary Service", deployer, service({})),
  passes("an ordinary Ingress", deployer, ingress({})),

  refused(
    "deployed-services",
    "A deploy step may not make",
    "a load balancer",
    deployer,
    service({ type: "LoadBalancer" }),
  ),
  refused(
    "deployed-services",
    "A deploy step may not make",
    "a name outside the cluster",
    deployer,
    service({ type: "ExternalName", externalName: "evil.example.com" }),
  ),
  refused(
    "deployed-services",
    "A deploy step may not set externalIPs",
    "addresses outside the cluster",
    deployer,
    service({ externalIPs: ["203.0.113.1"] }),
  ),
  refused(
    "deployed-services",
    "A deploy step may not change where",
    "an existing name that leads elsewhere",
    deployer,
    change(pathOf.service("outside"), { spec: { externalName: "evil.example.com" } }),
  ),

  refused(
    "deployed-ingresses",
    "A deploy step may not join",
    "another group of Ingresses",
    deployer,
    ingress({ [group]: "shared" }),
  ),
  refused(
    "ingress-host",
    "The ingress group argo",
    "Argo's own group, in any namespace",
    editor,
    ingress({ [group]: "argo" }, "a.example.com", team),
  ),
  refused(
    "ingress-host",
    "The ingress class argo-ingress",
    "Argo's own class",
    editor,
    ingress({}, "a.example.com", team, { ingressClassName: "argo-ingress" }),
  ),
  refused(
    "ingress-host",
    "The ingress class argo-ingress",
    "Argo's own class by annotation",
    editor,
    ingress({ "kubernetes.io/ingress.class": "argo-ingress" }, "a.example.com", team),
  ),
  passes(
    "Argo's host and DNS name in the namespace of its gateway",
    editor,
    ingress({ [dns]: "argo.example.com" }, "argo.example.com", gatewayNamespace),
  ),
  refused(
    "ingress-host",
    "The ingress group argo",
    "the group of Argo's load balancer in the namespace of its gateway",
    editor,
    ingress({ [group]: "argo" }, "a.example.com", gatewayNamespace),
  ),
  passes("a group of one's own, by an editor", editor, ingress({ [group]: "ours" })),
  refused(
    "ingress-host",
    "The host argo.example.com",
    "Argo's own host",
    editor,
    ingress({}, "argo.example.com"),
  ),
  refused(
    "ingress-host",
    "The DNS name argo.example.com",
    "Argo's own DNS name",
    editor,
    ingress({ [dns]: "a.example.com, argo.example.com" }),
  ),
  refused(
    "ingress-host",
    "The DNS name argo.example.com",
    "Argo's own DNS name with its last dot",
    editor,
    ingress({ [dns]: "argo.example.com." }),
  ),
  refused("ingress-host", "The DNS name argo.example.com", "Argo's own DNS name by a Service", deployer, {
    ...service({}),
    body: {
      ...(service({}).body as object),
      metadata: { name: "web", namespace: target, annotations: { [dns]: "Argo.example.com" } },
    },
  }),
];
