import { join } from "node:path";

/** The contents of an image of workflow-templates/images.yaml in the lab. */
export interface ToolRoot {
  /** `host`: the machine's root file system; `bare`: nothing but the programs, which must be static. */
  readonly base: "host" | "bare";
  /** Folder of busybox' programs, before those of the machine, for images with a busybox shell. */
  readonly applets?: string;
  /** Path in the image -> a program that the lab builds, or a file of the machine. */
  readonly programs: Readonly<Record<string, { readonly program: string } | { readonly file: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** The difference from the image; printed with the stand-ins. */
  readonly differs?: string;
}

const standIn = (name: string) => ({ file: join(__dirname, "..", "stand-ins", name) });
/** A folder that no image has, so that busybox hides the machine's programs only by its place in PATH. */
const applets = "/opt/busybox";

/**
 * By name in images.yaml. `/opt/turn` is a file that a service locks, so that one pod at a time uses its port: because it
 * is a mount of its own, it is the same file for all pods of the machine.
 * Missing images can't be pulled.
 */
export const toolRoots: Readonly<Record<string, ToolRoot>> = {
  cosign: { base: "bare", programs: { "/ko-app/cosign": { program: "cosign" } } },
  git: { base: "host", applets, programs: {}, differs: "git of the system" },
  helm: { base: "host", applets, programs: { "/usr/bin/helm": { program: "helm" } } },
  k6: { base: "host", applets, programs: { "/usr/bin/k6": { program: "k6" } } },
  kaniko: {
    base: "host",
    applets: "/busybox",
    programs: { "/kaniko/executor": standIn("kaniko-executor"), "/kaniko/krane": { program: "krane" } },
    differs: "stand-in: buildah builds, in a user namespace; its cache has another form",
  },
  krane: { base: "bare", programs: { "/ko-app/krane": { program: "krane" } } },
  "kubernetes-tools": {
    base: "host",
    applets,
    programs: { "/usr/bin/kubectl": { program: "kubectl" }, "/usr/bin/helm": { program: "helm" } },
    differs: "curl and jq of the system",
  },
  locust: { base: "host", programs: {} },
  "maven-java-17": { base: "host", programs: {}, differs: "Maven and JDK of the system" },
  "maven-java-21": { base: "host", programs: {}, differs: "Maven and JDK of the system" },
  "node-22": { base: "host", programs: {}, differs: "Node of the system" },
  "node-24": { base: "host", programs: {}, differs: "Node of the system" },
  postgres: {
    base: "host",
    programs: {
      "/usr/local/bin/docker-entrypoint.sh": standIn("postgres-entrypoint"),
      "/usr/local/bin/pg_isready": standIn("pg_isready"),
      "/opt/turn": { file: "/bin/busybox" },
      "/etc/passwd": standIn("postgres-users"),
    },
    differs: "PostgreSQL of the system, with an entrypoint of ours; one at a time on this machine",
  },
  syft: { base: "bare", programs: { "/syft": { program: "syft" } } },
  trivy: {
    base: "host",
    applets,
    programs: { "/usr/local/bin/trivy": standIn("trivy") },
    differs: "stand-in: an image has one critical finding if it holds a file named vulnerable, else none",
  },
  valkey: {
    base: "host",
    applets,
    programs: {
      "/usr/local/bin/valkey-server": standIn("valkey-server"),
      "/usr/local/bin/valkey-cli": standIn("valkey-cli"),
      "/opt/turn": { file: "/usr/bin/redis-check-rdb" },
    },
    differs: "Redis of the system, of which Valkey is a fork; one at a time on this machine",
  },
};

/** How the images differ from those that a node pulls, as lines of text. */
export function imageStandIns(): string[] {
  return Object.entries(toolRoots).flatMap(([name, { differs }]) =>
    differs === undefined ? [] : [`image ${name}: ${differs}`],
  );
}
