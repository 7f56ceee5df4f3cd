import { controller as schema } from "../schema/controller";
import type { Draft, Violation } from "./violation";

export function controllerRules({ controller }: Draft): Violation[] {
  const { parallelism, namespaceParallelism } = controller ?? {};
  if (parallelism === undefined || namespaceParallelism === undefined) return [];
  const byDefault = namespaceParallelism === schema.parse({}).namespaceParallelism;
  if (byDefault || namespaceParallelism <= parallelism) return [];
  const message = `is more than the whole cluster can run at the same time (controller.parallelism: ${parallelism})`;
  return [{ path: ["controller", "namespaceParallelism"], message }];
}
