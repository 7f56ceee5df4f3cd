import { type Attempt, passes, refused } from "../attempt";
import { change, container, deployer, deployment, editor, inTarget, pathOf, target } from "../objects";

const job = (spec: object) =>
  inTarget("/apis/batch/v1", "jobs", {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "migrate", namespace: target },
    spec: {
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", ...container }], ...spec } },
    },
  });
const cronJob = (spec: object) =>
  inTarget("/apis/batch/v1", "cronjobs", {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name: "nightly", namespace: target },
    spec: {
      schedule: "0 3 * * *",
      jobTemplate: {
        spec: {
          template: {
            spec: { restartPolicy: "Never", containers: [{ name: "main", ...container }], ...spec },
          },
        },
      },
    },
  });
const statefulSet = (spec: object) =>
  inTarget("/apis/apps/v1", "statefulsets", {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: "db", namespace: target },
    spec: {
      serviceName: "db",
      selector: { matchLabels: { app: "db" } },
      template: {
        metadata: { labels: { app: "db" } },
        spec: { containers: [{ name: "main", ...container }], ...spec },
      },
    },
  });
const account = (annotations: object) =>
  inTarget("/api/v1", "serviceaccounts", {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: "new", namespace: target, annotations },
  });
const application = pathOf.application("web");
const hostPath = { volumes: [{ name: "h", hostPath: { path: "/" } }] };

/** What deploy steps make in an application's namespace. */
export const deployerRows: readonly Attempt[] = [
  passes("an ordinary Deployment", deployer, deployment()),
  passes("a Deployment with the application's account", deployer, deployment({ serviceAccountName: "web" })),
  passes(
    "a web server that binds port 80",
    deployer,
    deployment({}, { securityContext: { capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } } }),
  ),
  passes(
    "a new image for a Deployment whose account is the platform's choice",
    deployer,
    change(pathOf.deployment("with-account"), { metadata: { annotations: { image: "2" } } }),
  ),
  passes("an ordinary Job", deployer, job({})),
  passes("an account without an AWS role", deployer, account({})),
  passes("a node's folder by an editor, who is not this guard's", editor, deployment(hostPath)),

  ...["hostNetwork", "hostPID", "hostIPC"].map((field) =>
    refused(
      "deployed-pods",
      "A deployed pod may not use",
      `a Deployment with ${field}`,
      deployer,
      deployment({ [field]: true }),
    ),
  ),
  ...(
    [
      ["Deployment", deployment],
      ["Job", job],
      ["CronJob", cronJob],
      ["StatefulSet", statefulSet],
    ] as const
  ).map(([kind, make]) =>
    refused(
      "deployed-pods",
      "A deployed pod may not mount",
      `a ${kind} with a folder of the node`,
      deployer,
      make(hostPath),
    ),
  ),
  refused(
    "deployed-pods",
    "A deployed container may not be privileged",
    "a privileged container",
    deployer,
    deployment({}, { securityContext: { privileged: true } }),
  ),
  refused(
    "deployed-pods",
    "A deployed container may not be privileged",
    "a privileged container to start with",
    deployer,
    job({ initContainers: [{ name: "i", ...container, securityContext: { privileged: true } }] }),
  ),
  refused(
    "deployed-pods",
    "A deployed container may add",
    "a container with more capabilities",
    deployer,
    deployment({}, { securityContext: { capabilities: { add: ["SYS_ADMIN"] } } }),
  ),
  refused(
    "deployed-pods",
    "A deployed container may not open",
    "a port of the node",
    deployer,
    deployment({}, { ports: [{ containerPort: 80, hostPort: 80 }] }),
  ),
  refused(
    "deployed-pods",
    "A deployed pod may not choose",
    "a chosen node",
    deployer,
    job({ nodeName: "node-1" }),
  ),
  refused(
    "deployed-pods",
    "A deployed pod may not take",
    "an account that reads Secrets",
    deployer,
    deployment({ serviceAccountName: "operator" }),
  ),
  refused(
    "deployed-pods",
    "A deployed pod may not take",
    "no account, where the default one reads Secrets",
    deployer,
    {
      ...deployment(),
      path: "/apis/apps/v1/namespaces/frontend/deployments",
      body: { ...(deployment().body as object), metadata: { name: "web", namespace: "frontend" } },
    },
  ),

  refused(
    "deployed-accounts",
    "A deploy step may not give",
    "an account with an AWS role",
    deployer,
    account({ "eks.amazonaws.com/role-arn": "arn:aws:iam::333333333333:role/x" }),
  ),

  passes(
    "a sync of an Application",
    deployer,
    change(application, {
      operation: { info: [{ name: "workflow", value: "a" }], sync: { revision: "main", prune: true } },
    }),
  ),
  ...(
    [
      ["another project", { project: "default" }],
      ["another source", { source: { repoURL: "https://git.example.com/evil" } }],
      ["another destination", { destination: { namespace: "kube-system" } }],
    ] as const
  ).map(([name, spec]) =>
    refused(
      "applications",
      "A deploy step may not change",
      `${name} of an Application`,
      deployer,
      change(application, { spec }),
    ),
  ),
  refused(
    "applications",
    "The status of",
    "the state of an Application",
    deployer,
    change(application, { status: { health: "Healthy" } }),
  ),
  refused(
    "applications",
    "A sync that a deploy step",
    "a sync of something else",
    deployer,
    change(application, { operation: { sync: { manifests: ["{}"] } } }),
  ),
];
