import { controller as schema } from "../schema/controller";
import { requestsFit } from "./requests-fit";
import type { Draft, Violation } from "./violation";

type Controller = NonNullable<Draft["controller"]>;

export function controllerRules({ controller }: Draft): Violation[] {
  if (!controller) return [];
  return [
    ...parallelism(controller),
    ...burst(controller),
    ...requestsFit(["controller", "resources"], controller.resources),
  ];
}

function parallelism({ parallelism, namespaceParallelism }: Controller): Violation[] {
  if (parallelism === undefined) return [];
  const byDefault = namespaceParallelism === schema.parse({}).namespaceParallelism;
  if (byDefault || namespaceParallelism <= parallelism) return [];
  const message = `is more than the whole cluster can run at the same time (controller.parallelism: ${parallelism})`;
  return [{ path: ["controller", "namespaceParallelism"], message }];
}

/** Below the rate, a second's requests never fit. */
function burst({ qps, burst }: Controller): Violation[] {
  if (burst === undefined || burst >= qps) return [];
  const message = `is less than qps (${qps}); raise it, or leave it out`;
  return [{ path: ["controller", "burst"], message }];
}
