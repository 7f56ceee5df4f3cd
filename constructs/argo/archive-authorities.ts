import { ConfigMapV1 } from "@cdktf/provider-kubernetes/lib/config-map-v1";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { archiveAuthorities, controlPlaneNamespace } from "../../config/naming";
import { addressed } from "../addressed";
import { literal } from "../literal";
import { ownLabels } from "./labels";

export interface ArchiveAuthoritiesProps {
  /** Certificates in PEM. */
  readonly certificates: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** The authorities that sign the certificate of the archive's database. Argo's pods mount them as a file. */
export class ArchiveAuthorities extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { certificates, dependsOn }: ArchiveAuthoritiesProps) {
    super(scope, id);
    const { configMap, file } = archiveAuthorities;
    this.ready = [
      addressed(
        configMap,
        new ConfigMapV1(this, "config-map", {
          metadata: { name: configMap, namespace: controlPlaneNamespace, labels: ownLabels },
          data: { [file]: literal(certificates) },
          dependsOn: [...dependsOn],
        }),
      ),
    ];
  }
}
