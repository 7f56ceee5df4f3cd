import { chmodSync } from "node:fs";
import { join } from "node:path";
import { ArchiveDatabase } from "./archive-database";
import { AwsEmulator } from "./aws-emulator";
import { startControlPlane } from "./control-plane";
import { applyDefinitions } from "./custom-resource-definitions";
import { freePort } from "./free-port";
import { startIdentityWebhook } from "./identity-webhook";
import { type KubernetesApi } from "./kubernetes-api";
import { HostImages, type Images } from "./node-agent/images";
import { serveKubelet } from "./node-agent/kubelet-server";
import { NodeAgent } from "./node-agent/node-agent";
import { registerNode } from "./node-agent/node-object";
import { PodNetwork } from "./node-agent/pod-network";
import { Pki } from "./pki";
import type { Processes } from "./processes";
import { moduleFolder, type ProgramPaths, providePrograms } from "./program-builder";
import { labTools } from "./programs";
import { required } from "./required";
import type { Supervised } from "./supervise";
import { requireSystem } from "./system-packages";

export interface LabProps extends Supervised {
  /** Receives a line for each step. */
  readonly progress: (line: string) => void;
  /** Optional tools (see programs.ts) to build as well. @default none */
  readonly tools?: readonly string[];
  /**
   * Root file systems by image name; `authority` is the file of the run's own certificate authority.
   * @default the host's own, with argoexec in it
   */
  readonly images?: (programs: ProgramPaths, authority: string) => Images;
  /** Entries of the containers' /etc/hosts. @default none */
  readonly hosts?: ReadonlyMap<string, string>;
  /**
   * Issuer of service account tokens, which the trust policies of AWS roles name; nothing connects to it.
   * @default "https://oidc.eks.us-east-1.amazonaws.com/id/LAB"
   */
  readonly issuer?: string;
  /** File for the API server's audit log. @default none */
  readonly auditLog?: string;
  /** Whether to install Argo's CRDs, which take half of the start-up time. @default true */
  readonly definitions?: boolean;
  /** Called when a program ends by itself. @default the message goes to standard error */
  readonly onUnexpectedExit?: (message: string) => void;
}

/** A cluster of one node, an AWS and a database, all on 127.0.0.1. */
export interface Lab {
  readonly processes: Processes;
  readonly programs: ProgramPaths;
  readonly folder: string;
  readonly pki: Pki;
  /** As cluster administrator. */
  readonly api: KubernetesApi;
  /** Of the cluster administrator. */
  readonly kubeconfig: string;
  readonly node: NodeAgent;
  readonly aws: AwsEmulator;
  readonly archive: ArchiveDatabase;
  /** Issuer of service account tokens, a URL. */
  readonly issuer: string;
  readonly onUnexpectedExit: (message: string) => void;
}

const nodeName = "lab-0";

/**
 * Builds missing programs and starts everything except Argo; it ends with the given processes.
 * @throws naming what is missing, or the program that failed, with the end of its log.
 */
export async function startLab(props: LabProps): Promise<Lab> {
  const { processes, folder, progress, interrupted } = props;
  requireSystem();
  const programs = await providePrograms({
    only: [...labTools, ...(props.tools ?? [])],
    progress,
    signal: interrupted,
  });
  // PostgreSQL and the pods' users traverse it; only root can read the secrets in it.
  chmodSync(folder, 0o711);
  const pki = new Pki(join(folder, "pki"));
  const onUnexpectedExit = props.onUnexpectedExit ?? ((message) => console.error(message));
  const timed = async <T>(what: string, step: Promise<T>): Promise<T> => {
    const from = Date.now();
    const value = await step;
    progress(`${what} in ${((Date.now() - from) / 1000).toFixed(1)} s`);
    return value;
  };
  const issuer = props.issuer ?? "https://oidc.eks.us-east-1.amazonaws.com/id/LAB";
  const { auditLog } = props;
  const starting = startControlPlane({
    ...{ processes, programs, pki, folder, issuer, onUnexpectedExit },
    ...(auditLog !== undefined && { auditLog }),
  });
  const others = Promise.all([
    timed("moto ready", AwsEmulator.start({ processes, folder, progress, onUnexpectedExit })),
    timed("PostgreSQL ready", ArchiveDatabase.create(processes, pki, folder)),
  ]);
  // Awaited below; until then a failure must not count as unhandled.
  others.catch(() => undefined);
  const { api, kubeconfig, startControllers } = await timed("API server ready", starting);
  const images = props.images?.(programs, pki.authority.certificate) ?? hostImages(programs);
  const hosts = props.hosts ?? new Map<string, string>();
  const [node] = await Promise.all([
    timed("node ready", startNode({ api, pki, folder, programs, images, hosts, processes })),
    (async () => {
      if (props.definitions !== false) await timed("Argo's CRDs served", argoDefinitions(api));
      await timed("controllers at work", startControllers());
    })(),
  ]);
  const [aws, archive] = await others;
  aws.trustKeys(await api.getText("/openid/v1/jwks"));
  processes.onStop("identity webhook", await startIdentityWebhook(api, pki, aws));
  return { processes, programs, folder, pki, api, kubeconfig, node, aws, archive, issuer, onUnexpectedExit };
}

/** Applies Argo's full CRDs, from the same module as the programs. */
async function argoDefinitions(api: KubernetesApi): Promise<void> {
  await applyDefinitions(api, join(await moduleFolder("argo"), "manifests", "base", "crds", "full"));
}

const hostImages = (programs: ProgramPaths): Images =>
  new HostImages([{ name: "argoexec", path: required(programs, "argoexec") }]);

interface NodeParts extends Pick<Lab, "api" | "pki" | "folder" | "programs" | "processes"> {
  readonly images: Images;
  readonly hosts: ReadonlyMap<string, string>;
}

async function startNode({
  api,
  pki,
  folder,
  programs,
  images,
  hosts,
  processes,
}: NodeParts): Promise<NodeAgent> {
  const certificate = pki.issue("node", {
    commonName: `system:node:${nodeName}`,
    organization: "system:nodes",
    subjectAltNames: ["IP:127.0.0.1", `DNS:${nodeName}`],
  });
  const own = api.as(certificate);
  const network = await PodNetwork.reserve();
  processes.onStop("pod network", () => network.release());
  const agent = new NodeAgent({
    api: own,
    nodeName,
    folder: join(folder, "node"),
    runner: required(programs, "lab-container"),
    images,
    hosts,
    network,
    backoffSeconds: 1,
  });
  const kubeletPort = await freePort();
  const closeKubelet = await serveKubelet({
    certificate,
    authorityFile: pki.authority.certificate,
    port: kubeletPort,
    findLog: (namespace, pod, container, previous) => agent.find(namespace, pod)?.log(container, previous),
  });
  processes.onStop("kubelet endpoint", closeKubelet);
  const heartbeat = new AbortController();
  processes.onStop("node heartbeat", () => heartbeat.abort());
  const capacity = { cpu: "64", memory: "256Gi", pods: "500" };
  await registerNode({ api: own, name: nodeName, kubeletPort, capacity }, heartbeat.signal);
  agent.start();
  processes.onStop("node agent", () => agent.stop());
  return agent;
}
