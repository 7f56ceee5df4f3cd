import { at, valuesOf } from "../../fixtures/chart-values";
import { fullEnvironment } from "../../fixtures/full-environment";
import { environment } from "../../fixtures/synthesis";

const certificateArn =
  "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
const server = (changes: Record<string, unknown>) =>
  at(valuesOf(environment(changes)), "server") as Record<string, unknown>;
const annotations = (values: unknown) =>
  Object.fromEntries(
    Object.entries(at(values, "ingress.annotations") as Record<string, unknown>).map(([key, value]) => [
      key.replace("alb.ingress.kubernetes.io/", ""),
      value,
    ]),
  );

describe("ingressValues", () => {
  it("stay off if told so", () => expect(server({}).ingress).toEqual({ enabled: false }));

  it("stay inside the network, on HTTPS, by default", () => {
    const values = server({
      ingress: { enabled: true },
      certificateArn,
      tags: { CostCenter: "a", "b=c": "d" },
    });
    expect(values.ingress).toMatchObject({
      enabled: true,
      ingressClassName: "alb",
      hosts: ["argo.example.com"],
    });
    expect(annotations(values)).toEqual({
      scheme: "internal",
      "target-type": "ip",
      "listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
      "ssl-redirect": "443",
      "ssl-policy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
      "certificate-arn": certificateArn,
      "backend-protocol": "HTTP",
      "healthcheck-path": "/",
      "healthcheck-protocol": "HTTP",
      "success-codes": "200",
      "load-balancer-attributes":
        "idle_timeout.timeout_seconds=300,routing.http.drop_invalid_header_fields.enabled=true,deletion_protection.enabled=false",
      "listener-attributes.HTTPS-443":
        "routing.http.response.strict_transport_security.header_value=max-age=31536000",
      tags: "CostCenter=a,Environment=test,Application=argo-workflows,ManagedBy=terraform,Repository=aws-argo-infra",
    });
  });

  it("name the class of a load balancer controller under another name", () => {
    const { ingress } = server({ ingress: { enabled: true, className: "alb-private" }, certificateArn });
    expect(ingress).toMatchObject({ ingressClassName: "alb-private" });
  });

  it("join a group only through a class of their own", () => {
    const values = server({ ingress: { enabled: true, groupName: "shared" }, certificateArn });
    expect(values.ingress).toMatchObject({ ingressClassName: "argo-ingress" });
    expect(annotations(values)).not.toHaveProperty("group.name");
  });

  it("name ranges, web ACL, access log and protection when told so", () =>
    expect(annotations(at(valuesOf(fullEnvironment()), "server"))).toMatchObject({
      scheme: "internet-facing",
      "inbound-cidrs": "192.0.2.0/24,198.51.100.0/24",
      "wafv2-acl-arn":
        "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/argo/00000000-0000-0000-0000-000000000000",
      "load-balancer-attributes":
        "idle_timeout.timeout_seconds=300,routing.http.drop_invalid_header_fields.enabled=true," +
        "deletion_protection.enabled=true,access_logs.s3.enabled=true," +
        "access_logs.s3.bucket=example-load-balancer-logs,access_logs.s3.prefix=test-argo",
    }));
});
