import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { addressed } from "../addressed";
import type { ServiceAccount } from "../aws/workload-identity";
import { literal } from "../literal";

export interface AccountProps extends ServiceAccount {
  readonly labels: Record<string, string>;
  /** @default - none */
  readonly annotations?: Record<string, string>;
  /**
   * Whether pods that name the account, and say nothing else, hold its token.
   * @default false
   */
  readonly mountsToken?: boolean;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A service account. Its token reaches a pod only where that is said. */
export class Account extends Construct implements ServiceAccount {
  readonly namespace: string;
  readonly name: string;
  readonly resource: ITerraformDependable;

  constructor(scope: Construct, id: string, props: AccountProps) {
    super(scope, id);
    const { namespace, name, labels, annotations, mountsToken = false, dependsOn } = props;
    this.namespace = namespace;
    this.name = name;
    this.resource = addressed(
      `${namespace}_${name}`,
      new ServiceAccountV1(this, "account", {
        metadata: { namespace, name, labels, ...(annotations && { annotations: escaped(annotations) }) },
        automountServiceAccountToken: mountsToken,
        dependsOn: [...dependsOn],
      }),
    );
  }
}

function escaped(annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [key, literal(value)]));
}
