import type { Environment } from "../../config/environment";
import { ingressClass, serverHost } from "../../config/naming";
import { ownTags } from "../../config/tags";
import type { Values } from "./merge";

/**
 * TLS 1.2 and 1.3 with forward secrecy and AEAD ciphers only (AWS: Elastic Load Balancing user guide, "Security
 * policies for your Application Load Balancer").
 */
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Browsers use only HTTPS for a year, because Argo's session cookie isn't marked `Secure` behind a load balancer. */
const strictTransport = "routing.http.response.strict_transport_security.header_value=max-age=31536000";

/** Argo's server behind an Application Load Balancer of the AWS Load Balancer Controller. */
export function ingressValues(environment: Environment): Values {
  const { ingress } = environment;
  if (!ingress.enabled) return { enabled: false };
  return {
    enabled: true,
    // A named group is set in an ingress class of our own. Every namespace could copy an annotation.
    ingressClassName: ingress.groupName === undefined ? ingress.className : ingressClass,
    hosts: [serverHost(environment)],
    annotations: annotations(environment),
  };
}

function annotations(environment: Environment): Values {
  const { ingress, certificateArn } = environment;
  const alb = {
    scheme: ingress.scheme,
    "target-type": "ip",
    // Port 80 only redirects.
    "listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
    "ssl-redirect": "443",
    "ssl-policy": tlsPolicy,
    "certificate-arn": certificateArn,
    "backend-protocol": "HTTP",
    // The first page of the UI requires no login.
    "healthcheck-path": "/",
    "healthcheck-protocol": "HTTP",
    "success-codes": "200",
    "load-balancer-attributes": pairs(attributes(environment)),
    "listener-attributes.HTTPS-443": strictTransport,
    "inbound-cidrs": ingress.inboundCidrs.length > 0 ? ingress.inboundCidrs.join(",") : undefined,
    "wafv2-acl-arn": ingress.wafAclArn,
    tags: pairs(tags(environment)),
  };
  return Object.fromEntries(
    Object.entries(alb).map(([key, value]) => [`alb.ingress.kubernetes.io/${key}`, value]),
  );
}

function attributes({ name, ingress }: Environment): Record<string, string> {
  return {
    // A log stream may be idle for a while.
    "idle_timeout.timeout_seconds": String(ingress.idleTimeoutSeconds),
    "routing.http.drop_invalid_header_fields.enabled": "true",
    "deletion_protection.enabled": String(ingress.deletionProtection),
    ...(ingress.accessLogBucket !== undefined && {
      "access_logs.s3.enabled": "true",
      "access_logs.s3.bucket": ingress.accessLogBucket,
      "access_logs.s3.prefix": `${name}-argo`,
    }),
  };
}

/** The tags of every resource, except those with `=` in the key, which the annotation can't express. */
function tags(environment: Environment): Record<string, string> {
  const all = { ...environment.tags, ...ownTags(environment) };
  return Object.fromEntries(Object.entries(all).filter(([key]) => !key.includes("=")));
}

function pairs(map: Record<string, string>): string {
  return Object.entries(map)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
