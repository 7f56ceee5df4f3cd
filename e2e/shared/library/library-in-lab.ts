import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Argo } from "../../lab/argo";
import { type Lab, startLab } from "../../lab/lab";
import { required } from "../../lab/required";
import type { Supervised } from "../../lab/supervise";
import { requirePrograms } from "../../lab/system-packages";
import { waitFor } from "../../lab/wait-for";
import { applyAll } from "../installation/apply";
import { ArgoApi } from "../installation/argo-api";
import { installExternalDefinitions, installFrom } from "../installation/external-definitions";
import { installationOf, installAws } from "../installation/install";
import { manifestsOf } from "../installation/manifests-of";
import { committedStacks, type EnvironmentStacks, foreignNamespace } from "../installation/stack-manifests";
import { type VersionImages, versions } from "./fixtures/application";
import { pushChart } from "./fixtures/chart";
import { ImagePublisher } from "./fixtures/image-publisher";
import { makeRepositories, type Repositories } from "./fixtures/repositories";
import { RegistryImages } from "./images/registry-images";
import { ToolImages } from "./images/tool-images";
import { names } from "./names";
import { PodRecord } from "./pod-record";
import { programs } from "./programs";
import { Runs } from "./runs";
import { ArgoCd } from "./services/argo-cd";
import { ManifestSource } from "./services/argo-cd-source";
import { GitServer } from "./services/git-server";
import { LoadTarget } from "./services/load-target";
import { MicrosoftTeams } from "./services/microsoft-teams";
import { PrivateRegistry } from "./services/private-registry";
import { startRegistry } from "./services/registry";
import { Slack } from "./services/slack";
import { Topics } from "./services/topics";
import { VirtualHosts } from "./services/virtual-hosts";

/** The template library in the lab: a cluster with our templates, and the services that their pods call. */
export interface LibraryInLab {
  readonly lab: Lab;
  readonly stacks: EnvironmentStacks;
  readonly argo: Argo;
  readonly runs: Runs;
  readonly virtualHosts: VirtualHosts;
  readonly registry: PrivateRegistry;
  /** `127.0.0.1:<port>` of the registry itself, without login. */
  readonly registryAddress: string;
  readonly publisher: ImagePublisher;
  readonly images: VersionImages;
  readonly repositories: Repositories;
  readonly slack: Slack;
  readonly teams: MicrosoftTeams;
  readonly topics: Topics;
  readonly loadTarget: LoadTarget;
  readonly argoCd: ArgoCd;
  readonly pods: PodRecord;
  /** What is not available on this machine, as sentences. */
  readonly missing: readonly string[];
}

export interface LibraryProps extends Supervised {
  /** Receives a line for each step. */
  readonly progress: (line: string) => void;
  /** Called with a sentence when a program ends by itself. */
  readonly onUnexpectedExit: (message: string) => void;
}

/** Starts the lab, installs the library in it, and starts the services. All of it ends with the given processes. */
export async function startLibrary(props: LibraryProps): Promise<LibraryInLab> {
  requirePrograms("The template library", programs);
  const stacks = local();
  const virtualHosts = new VirtualHosts([
    names.registry,
    names.git,
    names.slack,
    names.teams,
    names.loadTarget,
    names.charts,
  ]);
  // Set when the registry runs, before the first pod pulls from it.
  const pulled: { from?: RegistryImages } = {};
  const lab = await startLab({
    ...props,
    tools: ["registry", "krane", "cosign", "syft", "k6"],
    issuer: `https://${stacks.environment.cluster.oidcProvider ?? ""}`,
    hosts: virtualHosts.addresses,
    images: (programs, authority) =>
      new ToolImages({
        programs,
        authority,
        folder: join(props.folder, "tool-images"),
        registry: () => {
          if (pulled.from === undefined) throw new Error("the registry does not run yet");
          return pulled.from;
        },
      }),
  });
  props.processes.onStop("virtual hosts", await virtualHosts.listen(lab.pki));
  const { address } = await startRegistry(lab);
  const krane = required(lab.programs, "krane");
  pulled.from = new RegistryImages({
    hosts: [names.registry],
    address,
    crane: krane,
    folder: join(lab.folder, "pulled"),
  });
  const services = await startServices(lab, virtualHosts, address, krane);
  const missing = await installCluster(lab, stacks);
  await installAws(lab, stacks);
  const topics = new Topics();
  await topics.create(lab.aws, stacks);
  props.processes.onStop("subscriber", () => topics.stop());
  const argo = await Argo.start(lab, { ...installationOf({ lab, stacks }), controllers: 1 });
  for (const template of manifestsOf(stacks.json("templates"))) await lab.api.apply(template);
  const argoCd = startArgoCd(lab, services.git);
  await lab.aws.enforceIam(true);
  for (const { namespace } of stacks.environment.teams) await workflowsCounted(lab, namespace);
  return {
    ...{ lab, stacks, argo, virtualHosts, registryAddress: address, argoCd, missing, topics },
    ...(await watchRuns(lab, argo)),
    ...services,
  };
}

/**
 * Kubernetes counts objects of a new kind only after its quota controller has found the kind and looked at the quota
 * again. Until then it refuses them in a namespace with a quota for them.
 */
async function workflowsCounted({ api }: Lab, namespace: string): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/resourcequotas/workflows`;
  await waitFor(`a count of the workflows in ${namespace}`, async () => {
    const { status } = await api.get<{ status?: { used?: Record<string, string> } }>(path);
    return status?.used?.["count/workflows.argoproj.io"];
  });
}

function local(): EnvironmentStacks {
  const found = committedStacks().at(-1);
  if (found === undefined) throw new Error("there is no environment");
  return found;
}

async function startServices(lab: Lab, virtualHosts: VirtualHosts, address: string, krane: string) {
  const folder = join(lab.folder, "services");
  mkdirSync(folder);
  const git = new GitServer(join(folder, "git"));
  const registry = new PrivateRegistry(address);
  const slack = new Slack();
  const teams = new MicrosoftTeams();
  const loadTarget = new LoadTarget();
  const publisher = new ImagePublisher(krane, address, folder);
  await publisher.push("backend/base", "1", {});
  const images = await pushVersions(publisher);
  const repositories = await makeRepositories(git, join(folder, "trees"), names.registry, images);
  await pushChart(required(lab.programs, "helm"), address, folder, images.one);
  virtualHosts.serve(names.git, git.handle);
  virtualHosts.serve(names.registry, registry.handle);
  virtualHosts.serve(names.slack, slack.handle);
  virtualHosts.serve(names.teams, teams.handle);
  virtualHosts.serve(names.loadTarget, loadTarget.handle);
  virtualHosts.serve(names.charts, registry.handle);
  return { git, registry, slack, teams, loadTarget, publisher, images, repositories };
}

async function pushVersions(publisher: ImagePublisher): Promise<VersionImages> {
  const pushed: [string, string][] = [];
  for (const [version, recipe] of Object.entries(versions)) {
    const digest = await publisher.push("backend/web", version, recipe);
    pushed.push([version, `${names.registry}/backend/web@${digest}`]);
  }
  return Object.fromEntries(pushed) as VersionImages;
}

/** Installs the namespaces, accounts and roles of the committed environment. @returns what is not available */
async function installCluster(lab: Lab, stacks: EnvironmentStacks): Promise<string[]> {
  const { known, missing } = await installExternalDefinitions(lab);
  const noArgoCd = await installFrom(lab, argoCdDefinitions);
  for (const name of stacks.foreign) await lab.api.apply(foreignNamespace(stacks, name));
  const refused = await applyAll(lab.api, [...stacks.tenancy, ...stacks.workflows].filter(known));
  if (refused.length > 0) throw new Error(`the cluster refused:\n${refused.join("\n")}`);
  return [...missing, ...(noArgoCd === undefined ? [] : [noArgoCd])];
}

function startArgoCd(lab: Lab, git: GitServer): ArgoCd {
  const argoCd = new ArgoCd(lab.api, new ManifestSource(git.folder));
  argoCd.start();
  lab.processes.onStop("Argo CD", () => argoCd.stop());
  return argoCd;
}

/** Watches pods and workflows until the run ends. */
async function watchRuns(lab: Lab, argo: Argo): Promise<{ pods: PodRecord; runs: Runs }> {
  const watching = new AbortController();
  lab.processes.onStop("watches", () => watching.abort());
  const pods = new PodRecord();
  void pods.follow(lab.api, watching.signal);
  const runs = new Runs(lab.api, await ArgoApi.open(argo, lab.api));
  void runs.follow(watching.signal);
  return { pods, runs };
}

const argoCdDefinitions = {
  group: "argoproj.io",
  module: "github.com/argoproj/argo-cd/v3@v3.5.0",
  folder: "manifests/crds",
  kinds: ["applications"],
  fileOf: () => "application-crd.yaml",
};
