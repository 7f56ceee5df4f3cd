import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Argo } from "../../lab/argo";
import { type Lab, startLab } from "../../lab/lab";
import { required } from "../../lab/required";
import type { Supervised } from "../../lab/supervise";
import { requirePrograms } from "../../lab/system-packages";
import { applyAll } from "../installation/apply";
import { Portal } from "../installation/argo-api";
import { installExternalDefinitions, installFrom } from "../installation/external-definitions";
import { installationOf, installAws } from "../installation/install";
import { manifestsOf } from "../installation/manifests-of";
import { type Scene, scenes } from "../installation/stack-manifests";
import { RegistryImages } from "./images/registry-images";
import { ToolImages } from "./images/tool-images";
import { names } from "./names";
import { programs } from "./programs";
import { Runs } from "./runs";
import { ArgoCd } from "./stand-ins/argo-cd";
import { ManifestSource } from "./stand-ins/argo-cd-source";
import { type VersionImages, versions } from "./world/application";
import { pushChart } from "./world/chart";
import { Front } from "./world/front";
import { GitServer } from "./world/git-server";
import { ImageMaker } from "./world/image-maker";
import { makeSigningKey } from "./world/keys";
import { PodRecord } from "./world/pod-record";
import { PrivateRegistry } from "./world/private-registry";
import { startRegistry } from "./world/registry";
import { makeRepositories, type Repositories } from "./world/repositories";
import { Shop } from "./world/shop";
import { Slack } from "./world/slack";

/** Everything that the rows use: a cluster with our templates, and the world that these call. */
export interface Stage {
  readonly lab: Lab;
  readonly scene: Scene;
  readonly argo: Argo;
  readonly runs: Runs;
  readonly front: Front;
  readonly registry: PrivateRegistry;
  /** `127.0.0.1:<port>`, without login. */
  readonly registryAddress: string;
  readonly maker: ImageMaker;
  readonly images: VersionImages;
  readonly repositories: Repositories;
  readonly slack: Slack;
  readonly shop: Shop;
  readonly argoCd: ArgoCd;
  readonly pods: PodRecord;
  /** What could not be had, as sentences. */
  readonly missing: readonly string[];
}

/** Starts all of it; everything ends with the given processes. */
export async function setStage(
  given: Supervised & { progress: (line: string) => void; onUnexpectedExit: (message: string) => void },
): Promise<Stage> {
  requirePrograms("e2e:templates", programs);
  const scene = local();
  const front = new Front([names.registry, names.git, names.slack, names.shop, names.charts]);
  // Filled once the registry runs, which is before the first pod that pulls from it.
  const pulled: { from?: RegistryImages } = {};
  const lab = await startLab({
    ...given,
    tools: ["registry", "krane", "cosign", "syft", "k6"],
    issuer: `https://${scene.environment.cluster.oidcProvider ?? ""}`,
    hosts: front.hosts,
    images: (programs, authority) =>
      new ToolImages({
        programs,
        authority,
        folder: join(given.folder, "tool-images"),
        registry: () => {
          if (pulled.from === undefined) throw new Error("the registry is not there yet");
          return pulled.from;
        },
      }),
  });
  given.processes.onStop("front", await front.listen(lab.pki));
  const { address } = await startRegistry(lab);
  const krane = required(lab.programs, "krane");
  pulled.from = new RegistryImages({
    hosts: [names.registry],
    address,
    crane: krane,
    folder: join(lab.folder, "pulled"),
  });
  const world = await openWorld(lab, front, address, krane);
  const missing = await installCluster(lab, scene);
  await installAws(lab, scene);
  const argo = await Argo.start(lab, { ...installationOf({ lab, scene }), controllers: 1 });
  await makeSigningKey(
    lab.aws,
    names.signingKey,
    scene.environment,
    scene.environment.teams.map(({ namespace }) => namespace),
  );
  for (const template of manifestsOf(scene.json("templates"))) await lab.api.apply(template);
  const argoCd = new ArgoCd(lab.api, new ManifestSource(world.git.folder));
  argoCd.start();
  lab.processes.onStop("Argo CD", () => argoCd.stop());
  await lab.aws.enforceIam(true);
  const pods = new PodRecord();
  const watching = new AbortController();
  lab.processes.onStop("watches", () => watching.abort());
  void pods.follow(lab.api, watching.signal);
  const runs = new Runs(lab.api, await Portal.open(argo, lab.api));
  void runs.follow(watching.signal);
  return { lab, scene, argo, runs, front, registryAddress: address, argoCd, pods, missing, ...world };
}

function local(): Scene {
  const found = scenes().at(-1);
  if (found === undefined) throw new Error("There is no environment.");
  return found;
}

async function openWorld(lab: Lab, front: Front, address: string, krane: string) {
  const folder = join(lab.folder, "world");
  mkdirSync(folder);
  const git = new GitServer(join(folder, "git"));
  const registry = new PrivateRegistry(address);
  const slack = new Slack();
  const shop = new Shop();
  const maker = new ImageMaker(krane, address, folder);
  await maker.push("backend/base", "1", {});
  const images = await pushVersions(maker);
  const repositories = await makeRepositories(git, join(folder, "trees"), names.registry, images);
  await pushChart(required(lab.programs, "helm"), address, folder, images.one);
  front.answer(names.git, git.handle);
  front.answer(names.registry, registry.handle);
  front.answer(names.slack, slack.handle);
  front.answer(names.shop, shop.handle);
  front.answer(names.charts, registry.handle);
  return { git, registry, slack, shop, maker, images, repositories };
}

async function pushVersions(maker: ImageMaker): Promise<VersionImages> {
  const pushed: [string, string][] = [];
  for (const [version, recipe] of Object.entries(versions)) {
    const digest = await maker.push("backend/web", version, recipe);
    pushed.push([version, `${names.registry}/backend/web@${digest}`]);
  }
  return Object.fromEntries(pushed) as VersionImages;
}

/** Namespaces, accounts and roles of the committed environment; returns what could not be had. */
async function installCluster(lab: Lab, scene: Scene): Promise<string[]> {
  const { known, missing } = await installExternalDefinitions(lab);
  const noArgoCd = await installFrom(lab, argoCdDefinitions);
  for (const name of scene.foreign)
    await lab.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
  const refused = await applyAll(lab.api, [...scene.tenancy, ...scene.workflows].filter(known));
  if (refused.length > 0) throw new Error(`The cluster refused:\n${refused.join("\n")}`);
  return [...missing, ...(noArgoCd === undefined ? [] : [noArgoCd])];
}

const argoCdDefinitions = {
  group: "argoproj.io",
  module: "github.com/argoproj/argo-cd/v3@v3.5.0",
  folder: "manifests/crds",
  kinds: ["applications"],
  fileOf: () => "application-crd.yaml",
};
