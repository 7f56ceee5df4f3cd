import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { addressed } from "../addressed";
import { literal } from "../literal";

/** A service account by its names; it may belong to another stack. */
export interface ServiceAccountRef {
  readonly namespace: string;
  readonly name: string;
}

export interface ServiceAccountProps extends ServiceAccountRef {
  readonly labels: Record<string, string>;
  /** @default none */
  readonly annotations?: Record<string, string>;
  /**
   * Whether pods that use the account get its token by default.
   * @default false
   */
  readonly mountsToken?: boolean;
  /**
   * Secret with which nodes pull the images of pods that name none.
   * @default none
   */
  readonly pullSecret?: string | undefined;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A service account. Unless you ask for it, pods don't get its token. */
export class ServiceAccount extends Construct implements ServiceAccountRef {
  readonly namespace: string;
  readonly name: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ServiceAccountProps) {
    super(scope, id);
    const { namespace, name, labels, annotations, mountsToken = false, pullSecret, dependsOn } = props;
    this.namespace = namespace;
    this.name = name;
    const account = addressed(
      `${namespace}_${name}`,
      new ServiceAccountV1(this, "account", {
        metadata: { namespace, name, labels, ...(annotations && { annotations: escaped(annotations) }) },
        automountServiceAccountToken: mountsToken,
        ...imagePullSecret(pullSecret),
        dependsOn: [...dependsOn],
      }),
    );
    this.ready = [account];
  }
}

function escaped(annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [key, literal(value)]));
}

/** The argument for a service account in Terraform. */
export function imagePullSecret(name: string | undefined) {
  return name === undefined ? {} : { imagePullSecret: [{ name }] };
}
