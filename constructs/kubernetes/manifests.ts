import { Release } from "@cdktf/provider-helm/lib/release";
import { AssetType, type ITerraformDependable, TerraformAsset, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { repositoryPath } from "../../config/repository";
import { addressed } from "../addressed";
import { literal } from "../literal";
import { yamlText } from "./yaml-text";

/** Any Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string } & Readonly<
    Record<string, unknown>
  >;
  readonly [field: string]: unknown;
}

export interface ManifestsProps {
  /** Helm release name, at most 53 characters. */
  readonly release: string;
  readonly namespace: string;
  /** Each one is a `values` entry of its own, so that a plan shows a line diff of the one that changed. */
  readonly manifests: readonly Manifest[];
  /**
   * Whether the release waits for its Jobs.
   * @default false
   */
  readonly waitForJobs?: boolean;
  /** @default none */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Delivers custom resources, and Secrets that Kubernetes fills, through the local chart `helm/manifests`. The CRDs need
 * not exist at plan, and Terraform reads nothing back into the state.
 */
export class Manifests extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ManifestsProps) {
    super(scope, id);
    const { release, namespace, manifests, waitForJobs, dependsOn } = props;
    const installed = addressed(
      id,
      new Release(this, "release", {
        name: release,
        namespace,
        chart: `./${chartOf(TerraformStack.of(this)).path}`,
        values: manifests.map(valuesEntry),
        maxHistory: 10,
        atomic: true,
        timeout: 300,
        ...(waitForJobs && { waitForJobs }),
        ...(dependsOn && { dependsOn: [...dependsOn] }),
      }),
    );
    this.ready = [installed];
  }
}

/** CDKTF copies the chart next to the stack's JSON only once, even if several releases use it. */
function chartOf(stack: TerraformStack): TerraformAsset {
  const existing = stack.node.tryFindChild("manifests");
  if (existing instanceof TerraformAsset) return existing;
  const path = repositoryPath("helm", "manifests");
  return new TerraformAsset(stack, "manifests", { path, type: AssetType.DIRECTORY });
}

/** YAML by content: environments share the library's manifests and most policies of the guard. */
const entries = new Map<string, string>();

function valuesEntry(manifest: Manifest): string {
  const content = JSON.stringify(manifest);
  const entry = entries.get(content) ?? writeEntry(manifest);
  entries.set(content, entry);
  return entry;
}

function writeEntry(manifest: Manifest): string {
  const { kind, metadata } = manifest;
  const key = [kind.toLowerCase(), metadata.namespace, metadata.name].filter(Boolean).join("/");
  return literal(yamlText({ manifests: { [key]: manifest } }));
}
