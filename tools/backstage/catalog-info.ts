import { createsDatabase } from "../../config/archive-owner";
import { artifactBucketName, databaseName } from "../../config/aws-naming";
import type { Chart } from "../../config/chart";
import type { Environment } from "../../config/environment";
import { controlPlaneNamespace, serverUrl } from "../../config/naming";

const system = "argo-workflows";
const api = "argo-workflows-api";

/**
 * The catalog entities of this system: what each environment runs and what that depends on, with the names that the
 * stacks use.
 * @param owner entity reference
 */
export function catalogInfo(
  environments: readonly Environment[],
  { appVersion }: Chart,
  owner: string,
): object[] {
  return [
    entity("System", system, "Argo Workflows", "Runs the workflows of all teams", { spec: { owner } }),
    entity(
      "Component",
      "aws-argo-infra",
      "Argo Workflows on EKS",
      "Infrastructure and workflow templates, as code",
      {
        annotations: { "backstage.io/techdocs-ref": "dir:." },
        spec: { type: "infrastructure", lifecycle: "production", owner, system },
      },
    ),
    entity("API", api, "Argo Workflows API", "REST API of Argo's server", {
      spec: {
        type: "openapi",
        lifecycle: "production",
        owner,
        system,
        definition: {
          $text: `https://github.com/argoproj/argo-workflows/blob/${appVersion}/api/openapi-spec/swagger.json`,
        },
      },
    }),
    ...environments.flatMap((environment) => ofEnvironment(environment, owner)),
  ];
}

function ofEnvironment(environment: Environment, owner: string): object[] {
  const { name, archive, ingress, cluster } = environment;
  const bucket = artifactBucketName(environment);
  const eks = `eks-${cluster.name}`;
  const database = createsDatabase({ archive }) ? databaseName(name) : undefined;
  const lifecycle = name === "production" ? "production" : "experimental";
  const dependsOn = [bucket, ...(database ? [database] : []), eks].map((each) => `resource:${each}`);
  const links = ingress.enabled ? [{ url: serverUrl(environment), title: "Argo", icon: "dashboard" }] : [];
  const resource = (id: string, title: string, type: string) =>
    entity("Resource", id, title, `Of the environment ${name}`, { spec: { type, owner, system } });
  const component = (id: string, title: string, description: string, chartName: string, more: object) =>
    entity("Component", `${id}-${name}`, `${title} (${name})`, description, {
      annotations: {
        "backstage.io/kubernetes-namespace": controlPlaneNamespace,
        "backstage.io/kubernetes-label-selector": `app.kubernetes.io/name=${chartName}`,
      },
      links,
      spec: { type: "service", lifecycle, owner, system, dependsOn, ...more },
    });
  return [
    component("argo-server", "Argo server", "API and user interface", "argo-workflows-server", {
      providesApis: [api],
    }),
    component(
      "argo-controller",
      "Argo controller",
      "Runs the workflows",
      "argo-workflows-workflow-controller",
      {},
    ),
    resource(bucket, `Artifacts (${name})`, "s3-bucket"),
    ...(database ? [resource(database, `Archive (${name})`, "database")] : []),
    resource(eks, `Cluster ${cluster.name}`, "eks-cluster"),
  ];
}

interface Parts {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly links?: readonly object[];
  readonly spec: object;
}

function entity(
  kind: string,
  name: string,
  title: string,
  description: string,
  { annotations, links, spec }: Parts,
) {
  return {
    apiVersion: "backstage.io/v1alpha1",
    kind,
    metadata: {
      name,
      title,
      description,
      ...(annotations && { annotations }),
      ...(links && links.length > 0 && { links }),
    },
    spec,
  };
}
