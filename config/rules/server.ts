import { requestsFit } from "./requests-fit";
import type { Draft, Violation } from "./violation";

export function serverRules({ server }: Draft): Violation[] {
  return server ? requestsFit(["server", "resources"], server.resources) : [];
}
