import { roleArn } from "../../config/arns";
import { argosRegistry } from "../../config/control-plane-images";
import type { Environment } from "../../config/environment";
import { type ImageSources, sourceOf } from "../../config/image-sources";
import { podToleration, type Toleration } from "../../config/values/toleration";
import type { Value, Values } from "./merge";

/** What the Deployments of controller and server have in common. */
export function deploymentValues(
  environment: Environment,
  { replicas, account, role }: { replicas: number; account: string; role: string },
): Values {
  const { scheduling, cluster, images } = environment;
  return {
    replicas,
    // With a single pod, a disruption budget would block every drain of its node.
    ...(replicas > 1 && { pdb: { enabled: true, minAvailable: 1 } }),
    serviceAccount: {
      create: true,
      name: account,
      // With Pod Identity, an association names the role.
      ...(cluster.identity === "irsa" && {
        annotations: { "eks.amazonaws.com/role-arn": roleArn(environment, role) },
      }),
    },
    ...nodes(scheduling.nodeSelector, scheduling.tolerations),
    ...(scheduling.priorityClass !== undefined && { priorityClassName: scheduling.priorityClass }),
    ...argosImage(images),
  };
}

/** Where the chart's images come from, unless it is Argo's public registry. */
export function argosImage(images: ImageSources): Values {
  const registry = sourceOf(argosRegistry, images);
  return registry === argosRegistry ? {} : { image: { registry } };
}

/** Node selector and tolerations, each only if there are any. */
export function nodes(
  nodeSelector: Readonly<Record<string, string>>,
  tolerations: readonly Toleration[],
): { nodeSelector?: Values; tolerations?: readonly Value[] } {
  return {
    ...(Object.keys(nodeSelector).length > 0 && { nodeSelector }),
    ...(tolerations.length > 0 && { tolerations: tolerations.map(podToleration) }),
  };
}
