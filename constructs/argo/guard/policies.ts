import { serviceEndpoint } from "../../../config/arns";
import { artifactBucketName } from "../../../config/aws-naming";
import { readChart } from "../../../config/chart";
import { controlPlaneImages, executorImage } from "../../../config/control-plane-images";
import type { Environment } from "../../../config/environment";
import { pulledAs, registryOf, sourceOf } from "../../../config/image-sources";
import { serverHost } from "../../../config/naming";
import { podSpecPatch, podSpecPatchesIn } from "../../../config/pod-spec-patch";
import { repositoryIn, sharedRepositoryArns } from "../../../config/shared-repositories";
import { ImageList, pullReference } from "../../../config/tool-images";
import { approverGroups, targetNamespaces } from "../../../config/values/deploy-target";
import { nodesByNamespaces, spotFirst } from "../../../config/values/workflow-nodes";
import { accounts } from "./accounts";
import { applications } from "./applications";
import { approvals, type ApprovalsProps } from "./approvals";
import { artifacts } from "./artifacts";
import { configMaps } from "./config-maps";
import { controllerObjects } from "./controller-objects";
import { deployedAccounts } from "./deployed-accounts";
import { deployedIngresses } from "./deployed-ingresses";
import { deployedPods } from "./deployed-pods";
import { deployedServices } from "./deployed-services";
import { expressions } from "./expressions";
import { identityLabels } from "./identity-labels";
import { images, type ImagesProps } from "./images";
import { ingressHost } from "./ingress-host";
import { knownFields } from "./known-fields";
import { libraryDecisions, libraryEntries, lockingTemplates } from "./library";
import { libraryCalls } from "./library-calls";
import { limits } from "./limits";
import { locks } from "./locks";
import { newWorkflows } from "./new-workflows";
import { patches } from "./patches";
import { pods } from "./pods";
import type { Policy } from "./policy";
import { results } from "./results";
import { runningWorkflows } from "./running-workflows";
import { schedules } from "./schedules";
import { serverSecrets } from "./server-secrets";
import { storedLibraryTemplates, storedTeamTemplates } from "./stored-templates";
import { submissions } from "./submissions";
import { teamTemplateCalls } from "./team-template-calls";

/** Every rule of the guard, from the environment file and the library. */
export function policiesOf(environment: Environment): Policy[] {
  const { teams, workflows, ingress } = environment;
  const namespaces = teams.map(({ namespace }) => namespace);
  const targets = targetNamespaces(teams);
  return [
    accounts(namespaces),
    applications(targets),
    approvals(approvalsOf(environment)),
    artifacts(namespaces),
    configMaps(namespaces),
    controllerObjects(namespaces),
    deployedAccounts(targets),
    deployedIngresses(targets),
    deployedPods(targets),
    deployedServices(targets),
    expressions(namespaces, libraryEntries(environment)),
    identityLabels(namespaces),
    images(imagesOf(environment)),
    ...(ingress.enabled || ingress.from.length > 0
      ? [
          ingressHost({
            host: serverHost(environment),
            group: ingress.groupName,
            gateways: ingress.from.map(({ namespace }) => namespace),
          }),
        ]
      : []),
    knownFields(namespaces),
    libraryCalls(namespaces, libraryEntries(environment), demandingNamespaces(environment)),
    limits(namespaces, workflows),
    locks(namespaces),
    newWorkflows(namespaces, {
      known: [...libraryEntries(environment).map(({ template }) => template), ...workflows.clusterTemplates],
      schedules: schedulesOf(teams),
    }),
    patches(namespaces, {
      common: podSpecPatch(environment),
      evaluated: podSpecPatchesIn(environment),
    }),
    pods(namespaces, {
      executorImage: executorImage(readChart(), environment.images),
      pullSecret: environment.images.pullSecret,
      nodes: nodesByNamespaces(environment),
      affinity: workflows.spot ? spotFirst : {},
    }),
    results(namespaces, {
      bucket: artifactBucketName(environment),
      endpoint: serviceEndpoint(environment, "s3"),
      region: environment.region,
    }),
    runningWorkflows(namespaces, {
      decisions: libraryDecisions(environment),
      locking: lockingTemplates(environment),
    }),
    schedules(namespaces),
    serverSecrets(),
    storedLibraryTemplates(namespaces),
    storedTeamTemplates(namespaces),
    submissions(namespaces, workflows.templateReferencing === "Strict"),
    teamTemplateCalls(demandingNamespaces(environment), libraryEntries(environment)),
  ];
}

/** Namespaces of teams with a target that demands a signature or an approval. */
function demandingNamespaces({ teams }: Environment): string[] {
  return teams
    .filter(({ deployTo }) =>
      deployTo.some(({ requires }) => requires.signature || requires.approval !== undefined),
    )
    .map(({ namespace }) => namespace);
}

/** Names of the schedules in each namespace that has some. */
function schedulesOf(teams: Environment["teams"]): Record<string, string[]> {
  const names = teams.map((team) => [team.namespace, Object.keys(team.schedules)] as const);
  return Object.fromEntries(names.filter(([, own]) => own.length > 0));
}

function approvalsOf({ teams, login }: Environment): ApprovalsProps {
  const admins = login.sso?.adminGroups ?? [];
  const administered = teams.filter(({ deployTo }) => {
    const approvers = approverGroups(deployTo);
    return admins.length > 0 && admins.every((group) => approvers.includes(group));
  });
  const namespaces = (some: typeof teams) => some.map(({ namespace }) => namespace);
  return {
    namespaces: namespaces(teams),
    sso: login.sso !== undefined,
    administered: namespaces(administered),
  };
}

/** What the images of Argo and of the library are called in the account's registry: by a path, or each by its name. */
function imagesOf(environment: Environment): ImagesProps {
  const { account, teams, images: sources } = environment;
  const known = [
    ...ImageList.read().images.map((image) => pullReference(image)),
    ...controlPlaneImages(readChart()),
  ];
  const pulled = known
    .map((reference) => ({
      source: sourceOf(registryOf(reference), sources),
      reference: pulledAs(reference, sources),
    }))
    .filter(({ source }) => source.startsWith(`${account}.dkr`));
  const pathOf = (source: string) => source.split("/").slice(1).join("/");
  const named = pulled
    .filter(({ source }) => pathOf(source) === "")
    .map(({ reference }) => repositoryOf(reference));
  const below = pulled
    .filter(({ source }) => pathOf(source) !== "")
    .map(({ source }) => `${pathOf(source)}/`);
  return {
    account,
    repositories: teams.map((team) => ({
      namespace: team.namespace,
      names: [
        ...team.repositories,
        ...sharedRepositoryArns(environment, team)
          .map(repositoryIn)
          .flatMap(({ account: owner, name }) => (owner === account ? [name] : [])),
      ],
    })),
    shared: [...new Set(named)].sort(),
    mirrors: [...new Set(below)].sort(),
  };
}

/** Without host, tag and digest. */
function repositoryOf(reference: string): string {
  return reference
    .slice(reference.indexOf("/") + 1)
    .replace(/@.*$/, "")
    .replace(/:.*$/, "");
}
