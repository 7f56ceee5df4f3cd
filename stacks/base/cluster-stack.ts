import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { type App, Fn } from "cdktf";
import type { Environment } from "../../config/environment";
import type { StackName } from "../../config/naming";
import { ArgoStack } from "./argo-stack";

/** A stack with resources in the cluster: typed Kubernetes resources, and Helm releases. */
export abstract class ClusterStack extends ArgoStack {
  /** @param providers the providers that the stack uses; each one is downloaded and must be in the lock file */
  constructor(
    app: App,
    name: StackName,
    environment: Environment,
    providers: readonly ("kubernetes" | "helm")[] = ["kubernetes", "helm"],
  ) {
    super(app, name, environment);
    const access = this.access();
    if (providers.includes("kubernetes"))
      new KubernetesProvider(this, "kubernetes", access.exec ? { ...access, exec: [access.exec] } : access);
    if (providers.includes("helm")) new HelmProvider(this, "helm", { kubernetes: access });
  }

  /**
   * Runs `aws eks get-token` for every call: a token from a data source expires between Atlantis' plan and its apply
   * (hashicorp/terraform-provider-kubernetes#2065).
   */
  private access() {
    const { cluster, region } = this.environment;
    if (cluster.kubeconfig) {
      return {
        configPath: cluster.kubeconfig.path,
        configContext: cluster.kubeconfig.context,
        exec: undefined,
      };
    }
    const eks = new DataAwsEksCluster(this, "cluster", { name: cluster.name });
    return {
      host: eks.endpoint,
      clusterCaCertificate: Fn.base64decode(eks.certificateAuthority.get(0).data),
      exec: {
        apiVersion: "client.authentication.k8s.io/v1beta1",
        command: "aws",
        args: [
          ...["eks", "get-token", "--cluster-name", cluster.name, "--region", region],
          ...(this.roleArn === undefined ? [] : ["--role-arn", this.roleArn]),
        ],
      },
    };
  }
}
