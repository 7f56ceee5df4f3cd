import type { Environment } from "../../config/environment";
import { ingressClass, serverHost } from "../../config/naming";
import { ownTags } from "../../config/tags";
import type { Values } from "./merge";

/**
 * TLS 1.2 and 1.3 with forward secrecy and AEAD ciphers only (AWS: Elastic Load Balancing user guide, "Security
 * policies for your Application Load Balancer").
 */
const tlsPolicy = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** Browsers keep to HTTPS for a year. Argo's session cookie isn't marked `Secure` behind a load balancer. */
const strictTransport = "routing.http.response.strict_transport_security.header_value=max-age=31536000";

/** Argo's server behind an Application Load Balancer of the AWS Load Balancer Controller. */
export function ingressValues(environment: Environment): Values {
  const { ingress } = environment;
  if (!ingress.enabled) return { enabled: false };
  return {
    enabled: true,
    // A named group belongs to a class of our own, never to an annotation, which every namespace could repeat.
    ingressClassName: ingress.groupName === undefined ? "alb" : ingressClass,
    hosts: [serverHost(environment)],
    annotations: annotations(environment),
  };
}

function annotations(environment: Environment): Values {
  const { ingress, certificateArn } = environment;
  const alb = {
    scheme: ingress.scheme,
    "target-type": "ip",
    // The redirect needs a listener to redirect from.
    "listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
    "ssl-redirect": "443",
    "ssl-policy": tlsPolicy,
    "certificate-arn": certificateArn,
    "backend-protocol": "HTTP",
    // The UI's first page, which needs no login.
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
    // Silence in a log stream is no reason to cut it.
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

/** The same tags as on every resource; the annotation can't express a key that contains `=`. */
function tags(environment: Environment): Record<string, string> {
  const all = { ...environment.tags, ...ownTags(environment) };
  return Object.fromEntries(Object.entries(all).filter(([key]) => !key.includes("=")));
}

function pairs(map: Record<string, string>): string {
  return Object.entries(map)
    .map(([key, value]) => `${key}=${value}`)
    .join(",");
}
