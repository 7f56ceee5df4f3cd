import type { EnvironmentFile } from "../../config/environment";

/** A page of docs/, or a section of one, that says how to use a field. */
export interface Guide {
  readonly title: string;
  /** Path from docs/, with the anchor of the section. */
  readonly path: string;
}

const sizes: Guide = { title: "Size an installation", path: "guides/sizes.md" };
const deployingRole: Guide = {
  title: "The role that deploys",
  path: "guides/new-environment.md#3-the-role-that-deploys",
};
const loadBalancer: Guide = {
  title: "Load balancer, certificate and DNS",
  path: "PRE_DEPLOYMENT.md#8-with-an-ingress-load-balancer-controller-certificate-dns",
};

/** The guides that docs/environment.md links from each top-level key. An empty list: its fields say everything. */
export const guides: Readonly<Record<keyof EnvironmentFile, readonly Guide[]>> = {
  account: [],
  region: [],
  tags: [],
  state: [{ title: "State", path: "state.md" }],
  deploy: [deployingRole, { title: "A role that only plans", path: "atlantis.md#a-role-that-only-plans" }],
  iam: [deployingRole],
  cluster: [
    { title: "The cluster", path: "PRE_DEPLOYMENT.md#2-an-eks-cluster-kubernetes-134-to-136" },
    { title: "Identity of pods", path: "PRE_DEPLOYMENT.md#4-identity-of-pods" },
  ],
  network: [
    { title: "Network policies", path: "PRE_DEPLOYMENT.md#5-network-policies-that-are-enforced" },
    { title: "Subnets", path: "PRE_DEPLOYMENT.md#6-subnets" },
    { title: "Work behind an HTTP proxy", path: "guides/proxy.md" },
  ],
  domain: [loadBalancer],
  certificateArn: [loadBalancer],
  artifacts: [
    {
      title: "An artifact bucket that exists already",
      path: "guides/take-over.md#an-artifact-bucket-that-exists-already",
    },
  ],
  archive: [
    { title: "Ask the archive", path: "POST_DEPLOYMENT.md#archive" },
    {
      title: "The database without a password",
      path: "DEPLOYMENT.md#the-database-without-a-password-archivelogin-iam",
    },
    {
      title: "An archive database that exists already",
      path: "guides/take-over.md#an-archive-database-that-exists-already",
    },
  ],
  controller: [sizes],
  server: [sizes],
  executor: [sizes],
  argo: [{ title: "What it doesn't do: the Helm chart", path: "guides/limits.md#the-helm-chart" }],
  login: [{ title: "Connect your identity provider", path: "guides/identity-provider.md" }],
  tokens: [{ title: "Rotate the tokens", path: "POST_DEPLOYMENT.md#rotate-the-tokens" }],
  ingress: [
    loadBalancer,
    { title: "Your own gateway instead", path: "PRE_DEPLOYMENT.md#your-own-gateway-instead" },
  ],
  workflows: [sizes, { title: "A team's own templates", path: "own-templates.md" }],
  scheduling: [
    { title: "Give a team nodes of its own", path: "guides/teams.md#give-a-team-nodes-of-its-own" },
    {
      title: "Priority class and spot nodes",
      path: "PRE_DEPLOYMENT.md#12-with-schedulingpriorityclass-or-workflowsspot",
    },
  ],
  images: [
    { title: "A mirror of images", path: "PRE_DEPLOYMENT.md#11-with-a-mirror-of-images-imagesregistry" },
  ],
  backstage: [{ title: "Backstage", path: "POST_DEPLOYMENT.md#backstage" }],
  monitoring: [
    { title: "The ServiceMonitor", path: "PRE_DEPLOYMENT.md#13-with-monitoringservicemonitor" },
    { title: "Metrics", path: "POST_DEPLOYMENT.md#metrics" },
    { title: "Alerts and runbooks", path: "monitoring.md" },
  ],
  guard: [{ title: "Introduce the guard", path: "guard.md#introduce-it" }],
  targets: [
    {
      title: "The namespaces of your applications",
      path: "PRE_DEPLOYMENT.md#14-with-teamsnamedeployto-the-namespaces-of-your-applications",
    },
    { title: "The template gate", path: "templates/gate.md" },
  ],
  teams: [
    { title: "Add and remove a team", path: "guides/teams.md" },
    { title: "Give a team secrets and repositories", path: "guides/team-secrets.md" },
    { title: "Use private Git repositories", path: "guides/private-git.md" },
    { title: "Release what another environment runs", path: "guides/release.md" },
  ],
};
