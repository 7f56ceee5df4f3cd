import { serverHost } from "../naming";
import type { Draft, Violation } from "./violation";

export function domainRules({ domain, ingress }: Draft): Violation[] {
  if (domain === undefined || !ingress?.enabled || !domain.startsWith("argo.")) return [];
  const message = `results in the host ${serverHost({ domain })}; write it without argo., which this project adds`;
  return [{ path: ["domain"], message }];
}
