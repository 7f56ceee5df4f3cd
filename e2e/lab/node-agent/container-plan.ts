import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ContainerSpec } from "./container-process";
import { environmentOf, expand, type KeyedContent } from "./environment";
import type { Image, ImageConfig } from "./images";
import type { NodeContext } from "./node-context";
import type { Container, Pod } from "./pod";
import { identityOf } from "./security";
import { type Mount, mountsOf } from "./volumes";

/** A pod whose containers can start. */
export interface PreparedPod {
  readonly pod: Pod;
  readonly folder: string;
  readonly address: string;
  /** Volume name -> folder. */
  readonly volumes: ReadonlyMap<string, string>;
  readonly content: KeyedContent;
}

/** Log of one start of a container. */
export const logFile = (podFolder: string, container: string, attempt: number): string =>
  join(podFolder, "logs", `${container}.${attempt}.log`);

/** Determines everything that one start of a container needs. */
export async function planContainer(
  context: NodeContext,
  prepared: PreparedPod,
  container: Container,
  attempt: number,
): Promise<ContainerSpec> {
  const { pod, address } = prepared;
  const image = await context.images.pull(container.image);
  const identity = identityOf(pod, container, image.config);
  const variables = await environmentOf(
    pod,
    container,
    prepared.content,
    baseVariables(context, pod, image, identity.uid),
    address,
  );
  const folder = join(prepared.folder, "containers", `${container.name}.${attempt}`);
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(prepared.folder, "logs"), { recursive: true });
  return {
    folder,
    log: logFile(prepared.folder, container.name, attempt),
    hostname: pod.spec.hostname ?? pod.metadata.name.slice(0, 63),
    image,
    readOnlyRoot: container.securityContext?.readOnlyRootFilesystem === true,
    mounts: [hostsFile(context, prepared), ...mountsOf(pod, container, prepared.volumes, variables)],
    identity,
    workingDir: container.workingDir ?? (image.config.workingDir === "" ? "/" : image.config.workingDir),
    variables,
    command: commandOf(container, image.config, variables),
    terminationMessagePath: container.terminationMessagePath ?? "/dev/termination-log",
  };
}

/**
 * The command line by the rules of Kubernetes: `command` replaces the image's entrypoint and drops its command,
 * `args` replaces the image's command.
 */
export function commandOf(
  container: Container,
  image: ImageConfig,
  variables: ReadonlyMap<string, string>,
): string[] {
  const { command = [], args = [] } = container;
  const given = [...command, ...args].map((each) => expand(each, variables));
  if (command.length > 0) return given;
  return [...image.entrypoint, ...(args.length > 0 ? given : image.command)];
}

function baseVariables(context: NodeContext, pod: Pod, image: Image, uid: number): Map<string, string> {
  const { hostname, port } = new URL(context.api.server);
  return new Map([
    ["HOME", homeOf(image, uid)],
    ...Object.entries(image.config.environment),
    ["HOSTNAME", pod.spec.hostname ?? pod.metadata.name.slice(0, 63)],
    ["KUBERNETES_SERVICE_HOST", hostname],
    ["KUBERNETES_SERVICE_PORT", port],
    ["KUBERNETES_SERVICE_PORT_HTTPS", port],
    ["KUBERNETES_PORT", `tcp://${hostname}:${port}`],
  ]);
}

/** Home of a user by the image's own /etc/passwd, "/" for one that is not in it, as container runtimes do. */
function homeOf(image: Image, uid: number): string {
  for (const layer of image.layers) {
    const file = join(layer, "etc/passwd");
    if (!existsSync(file)) continue;
    const fields = readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.split(":"))
      .find((each) => each[2] === uid.toString());
    return fields?.[5] ?? "/";
  }
  return "/";
}

function hostsFile(context: NodeContext, { pod, folder, address }: PreparedPod): Mount {
  const file = join(folder, "hosts");
  const { hostname } = new URL(context.api.server);
  const names = [
    ["127.0.0.1", "localhost"],
    ["::1", "localhost ip6-localhost"],
    [address, pod.spec.hostname ?? pod.metadata.name],
    [hostname, "kubernetes.default.svc kubernetes.default kubernetes"],
    ...[...context.hosts].map(([name, where]) => [where, name]),
  ];
  writeFileSync(file, names.map((line) => `${line.join(" ")}\n`).join(""));
  return { source: file, target: "/etc/hosts", readOnly: false };
}
