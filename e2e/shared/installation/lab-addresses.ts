import { parse, stringify } from "yaml";
import type { Lab } from "../../lab/lab";

/** What a run changes in our values, because the lab's programs have other addresses; printed with the stand-ins. */
export const changes: readonly string[] = [
  "artifact repositories: endpoint and insecure, since moto listens on a port of loopback without TLS",
  "persistence.postgresql: host and port of the lab's PostgreSQL",
  "ConfigMaps that Argo's pods mount: folders of this machine, and variables that name their files",
  "sso.issuer: the lab's identity provider, whose certificate the server trusts by SSL_CERT_FILE",
  "redirects to argo.<domain> are followed to the server's port, as a load balancer would",
  "Secrets argo-postgres-credentials, argo-postgres-admin, argo-server-sso: made here, in place of External Secrets",
  "controller: the chart's service accounts and controller role, after chart 1.0.18; its pods are processes",
  "controller: timing of leases, requeues and lost pods, by environment variables (lab/controller-timing.ts)",
];

/** An artifact repository at moto. */
export function atMoto({ aws }: Lab, repository = ""): string {
  const { s3, ...rest } = parse(repository) as { s3: object };
  return stringify({ ...rest, s3: { ...s3, endpoint: new URL(aws.endpoint).host, insecure: true } });
}

/** An archive on another port. */
export function atPort(port: number, persistence: string): string {
  const { postgresql, ...rest } = parse(persistence) as { postgresql: object };
  return stringify({ ...rest, postgresql: { ...postgresql, port } });
}

/** A login at another issuer. */
export function atIssuer(issuer: string, sso: string): string {
  return stringify({ ...(parse(sso) as object), issuer });
}
