import type { Environment, Team } from "../../../config/environment";
import type { Account } from "./accounts";

/**
 * The intended permissions of each service account, written a second time, by hand: `<verbs> <resource>`, the resource
 * as kubectl names it, with `/subresource` and `:name` if the permission is limited to one.
 */

const workflows = "workflows.argoproj.io";
const templates = "workflowtemplates.argoproj.io";
const clusterTemplates = "clusterworkflowtemplates.argoproj.io";
const token = (account: string) => `secrets:${account}.service-account-token`;

const portal = [
  `create,get,list,watch ${workflows}`,
  `get,list ${templates}`,
  "get,list,watch pods",
  "get pods/log",
];
const submitter = [
  `create,get,list,watch,update,patch ${workflows}`,
  `get,list ${templates}`,
  "get,list,watch,delete pods",
  "get pods/log",
  "list,watch events",
];
const schedules = "get,list,watch,patch cronworkflows.argoproj.io";
const rollouts = [
  "get,list,watch,patch deployments.apps",
  "patch deployments.apps/scale",
  "list replicasets.apps",
  "get,list pods",
  "get pods/log",
  "list events",
];
const charts = [
  "create,delete deployments.apps",
  "get,list,create,update,patch,delete configmaps",
  "get,create,patch,delete services",
  "get,create,patch,delete serviceaccounts",
  "get,create,patch,delete statefulsets.apps",
  "get,create,patch,delete horizontalpodautoscalers.autoscaling",
  "get,create,patch,delete cronjobs.batch",
  "get,list,watch,create,patch,delete jobs.batch",
  "get,create,patch,delete ingresses.networking.k8s.io",
  "get,create,patch,delete poddisruptionbudgets.policy",
];
const executor = "create,patch workflowtaskresults.argoproj.io";
/** What a deploy step may do, by what its target allows. */
const deployments = {
  rollouts,
  charts: [],
  applications: ["get,list,watch,patch applications.argoproj.io"],
};
/** What the installation of a chart may do, by what its target allows. */
const installations = { rollouts: [], charts: [...rollouts, ...charts], applications: [] };
const artifactGc = [
  "list,watch workflowartifactgctasks.argoproj.io",
  "patch workflowartifactgctasks.argoproj.io/status",
];
const overview = [workflows, templates, clusterTemplates, "cronworkflows.argoproj.io"]
  .concat("workfloweventbindings.argoproj.io")
  .map((resource) => `get,list,watch ${resource}`);
const logs = ["get,list,watch pods", "get pods/log", "list,watch events"];
const administration = [
  workflows,
  templates,
  "cronworkflows.argoproj.io",
  "workfloweventbindings.argoproj.io",
]
  .map((resource) => `create,update,patch,delete,deletecollection ${resource}`)
  .concat("delete pods");

/** The intended permissions of an account in a namespace, as `<verb> <resource>`, including its cluster-wide ones. */
export function intended(environment: Environment, account: Account, namespace: string): Set<string> {
  const team = environment.teams.find((each) => each.namespace === namespace);
  const rights =
    account.namespace === "argo"
      ? ofControlPlane(environment, account.name, namespace, team)
      : ofTeam(environment, account, namespace);
  return new Set(
    rights.flatMap((right) => {
      const [verbs = "", resource = ""] = right.split(" ");
      return verbs.split(",").map((verb) => `${verb} ${resource}`);
    }),
  );
}

function ofTeam({ teams }: Environment, { namespace: home, name }: Account, namespace: string): string[] {
  const team = teams.find((each) => each.namespace === home);
  const atHome = namespace === home;
  switch (name) {
    case "argo-workflow":
      return atHome ? [executor, ...(team?.artifactGC ? artifactGc : [])] : [];
    case "argo-checkout":
    case "argo-builder":
    case "argo-cache-writer":
    case "argo-publisher":
    case "argo-signer":
    case "argo-verifier":
    case "argo-notifier":
      return atHome ? [executor] : [];
    case "argo-deployer":
      return [...(atHome ? [executor] : []), ...inTarget(namespace, deployments, team)];
    case "argo-installer":
      return [...(atHome ? [executor] : []), ...inTarget(namespace, installations, team)];
    case "argo-submitter":
    case "argo-approver":
      return [
        ...(atHome ? submitter : []),
        ...(atHome && Object.keys(team?.schedules ?? {}).length > 0 ? [schedules] : []),
        `get,list ${clusterTemplates}`,
      ];
    default:
      return [];
  }
}

function inTarget(namespace: string, rights: Record<string, readonly string[]>, team?: Team): string[] {
  return (team?.deployTo ?? [])
    .filter((target) => target.namespace === namespace)
    .flatMap(({ allows }) => allows.flatMap((each) => rights[each] ?? []));
}

const termination = ({ backstage }: Environment) => (backstage.terminate ? [`patch ${workflows}`] : []);

function ofControlPlane(environment: Environment, name: string, namespace: string, team?: Team): string[] {
  if (name.startsWith("argo-backstage-"))
    return [
      ...(name === `argo-backstage-${namespace}` ? [...portal, ...termination(environment)] : []),
      `get,list ${clusterTemplates}`,
    ];
  // External Secrets reads the current token of a team's GitHub App.
  if (name.startsWith("argo-github-")) return namespace === "argo" ? [`get secrets:${name}`] : [];
  switch (name) {
    case "argo-backstage":
      return [`get,list ${clusterTemplates}`];
    case "argo-login":
      return [`get,list,watch ${clusterTemplates}`];
    case "argo-reader":
      return [...overview, ...(team ? logs : [])];
    case "argo-admin":
      return [...overview, ...(team ? [...logs, ...administration] : [])];
    case "argo-server":
      return server(environment, namespace === "argo");
    default:
      return [];
  }
}

function server({ archive, login, teams }: Environment, atHome: boolean): string[] {
  const sso = login.sso !== undefined;
  const approvals = teams.some(({ deployTo }) => deployTo.some(({ requires }) => requires.approval));
  return [
    ...[workflows, templates, clusterTemplates].map((resource) => `get,list,watch ${resource}`),
    "get configmaps:artifact-repositories",
    "create,patch events",
    ...(sso ? ["get,list,watch serviceaccounts", `get ${token("argo-submitter")}`] : []),
    ...(sso && approvals ? [`get ${token("argo-approver")}`] : []),
    ...(atHome ? ["get configmaps:argo-workflows-workflow-controller-configmap"] : []),
    ...(atHome && archive.enabled ? ["get secrets:argo-postgres-credentials"] : []),
    ...(atHome && sso
      ? [
          ...["get secrets:argo-server-sso", "get secrets:sso", "create secrets"],
          ...["argo-login", "argo-reader", "argo-admin"].map((account) => `get ${token(account)}`),
        ]
      : []),
  ];
}
