import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One Go module below `tools/`, and the programs that are built from it. */
export interface Tool {
  readonly name: string;
  /** The module whose version in `go.mod` is the programs' version; without it the tool is our own. */
  readonly module?: string;
  readonly programs: readonly Program[];
  /** `-X` settings of the linker; `VERSION` stands for the pinned version (v1.36.3). */
  readonly linkerVariables?: Readonly<Record<string, string>>;
  /** Extra environment of the Go command. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Not of the lab itself: built for those who ask for it by name. */
  readonly apart?: true;
  /** Only `npm run weekly` needs it: `lab:build` without names leaves it out. */
  readonly weekly?: true;
  /** Files that the module proxy's archive lacks, as path in the module -> where its content comes from. */
  readonly missingFiles?: Readonly<Record<string, { copyOf: string } | { text: string }>>;
}

export interface Program {
  readonly name: string;
  /** Go package to build. */
  readonly package: string;
  /** Arguments that print the version, to judge a program found on PATH; without them PATH is not searched. */
  readonly versionArguments?: readonly string[];
}

const kubernetesVersion = "k8s.io/component-base/version";
const kubernetes = (name: string, versionArguments = ["--version"]): Program => ({
  name,
  package: `k8s.io/kubernetes/cmd/${name}`,
  versionArguments,
});
const argoModule = "github.com/argoproj/argo-workflows/v4";
const cyclonusModule = "github.com/mattfenwick/cyclonus";

/** Every program that the lab builds; versions stand in each tool's `go.mod`. */
export const tools: readonly Tool[] = [
  { name: "container", programs: [{ name: "lab-container", package: "." }] },
  {
    name: "etcd",
    module: "go.etcd.io/etcd/server/v3",
    programs: [{ name: "etcd", package: ".", versionArguments: ["--version"] }],
  },
  {
    name: "kubernetes",
    module: "k8s.io/kubernetes",
    programs: [
      kubernetes("kube-apiserver"),
      kubernetes("kube-controller-manager"),
      kubernetes("kube-scheduler"),
      kubernetes("kubectl", ["version", "--client"]),
    ],
    // Without them a program calls itself v0.0.0-master, which clients can't parse.
    linkerVariables: {
      [`${kubernetesVersion}.gitVersion`]: "VERSION",
      [`${kubernetesVersion}.gitMajor`]: "1",
      [`${kubernetesVersion}.gitMinor`]: "36",
    },
  },
  {
    name: "argo",
    module: argoModule,
    programs: [
      {
        name: "workflow-controller",
        package: `${argoModule}/cmd/workflow-controller`,
        versionArguments: ["version", "--short"],
      },
      { name: "argo", package: `${argoModule}/cmd/argo`, versionArguments: ["version", "--short"] },
      { name: "argoexec", package: `${argoModule}/cmd/argoexec`, versionArguments: ["version", "--short"] },
    ],
    linkerVariables: { [`${argoModule}.version`]: "VERSION" },
    // The checksum database lacks one version of it that Argo 4.1 needs; go.sum still pins its content.
    environment: { GONOSUMDB: "github.com/google/go-containerregistry" },
    missingFiles: {
      // In the repository a symbolic link, which a Go module archive leaves out.
      "workflow/executor/osspecific/signal_linux.go": {
        copyOf: "workflow/executor/osspecific/signal_darwin.go",
      },
      // The built user interface, which the repository ignores; the API does not need it.
      "ui/dist/app/index.html": { text: "<title>argo-server</title><p>The lab serves the API only.</p>\n" },
    },
  },
  {
    name: "helm",
    module: "helm.sh/helm/v3",
    programs: [
      { name: "helm", package: "helm.sh/helm/v3/cmd/helm", versionArguments: ["version", "--short"] },
    ],
    linkerVariables: { "helm.sh/helm/v3/internal/version.version": "VERSION" },
  },
  {
    name: "cyclonus",
    module: cyclonusModule,
    programs: [
      { name: "cyclonus", package: `${cyclonusModule}/cmd/cyclonus`, versionArguments: ["version"] },
    ],
    linkerVariables: { [`${cyclonusModule}/pkg/cli.version`]: "VERSION" },
    apart: true,
  },
  {
    name: "registry",
    module: "github.com/distribution/distribution/v3",
    programs: [
      {
        name: "registry",
        package: "github.com/distribution/distribution/v3/cmd/registry",
        versionArguments: ["--version"],
      },
    ],
    linkerVariables: { "github.com/distribution/distribution/v3/version.version": "VERSION" },
    apart: true,
  },
  {
    name: "krane",
    module: "github.com/google/go-containerregistry",
    programs: [{ name: "krane", package: "." }],
    apart: true,
  },
  {
    name: "cosign",
    module: "github.com/sigstore/cosign/v3",
    programs: [
      { name: "cosign", package: "github.com/sigstore/cosign/v3/cmd/cosign", versionArguments: ["version"] },
    ],
    linkerVariables: { "sigs.k8s.io/release-utils/version.gitVersion": "VERSION" },
    apart: true,
  },
  {
    name: "syft",
    module: "github.com/anchore/syft",
    programs: [{ name: "syft", package: "github.com/anchore/syft/cmd/syft", versionArguments: ["version"] }],
    linkerVariables: { "main.version": "VERSION" },
    apart: true,
  },
  {
    name: "k6",
    module: "go.k6.io/k6",
    programs: [{ name: "k6", package: "go.k6.io/k6", versionArguments: ["version"] }],
    apart: true,
  },
  {
    name: "prometheus",
    module: "github.com/prometheus/prometheus",
    // A release v3.x.y is v0.3xx.y as a Go module, so PATH isn't searched.
    programs: [{ name: "promtool", package: "github.com/prometheus/prometheus/cmd/promtool" }],
    apart: true,
    weekly: true,
  },
];

/** Names of the tools that make up the lab. */
export const labTools = tools.filter(({ apart }) => apart !== true).map(({ name }) => name);

export const toolFolder = (tool: Tool): string => join(__dirname, "tools", tool.name);

/**
 * Version of a tool as pinned in its `go.mod` ("v1.36.3"), "own" for a tool that is ours.
 * @throws when `go.mod` does not require the tool's module.
 */
export function pinnedVersion(tool: Tool): string {
  if (tool.module === undefined) return "own";
  const file = join(toolFolder(tool), "go.mod");
  const escaped = tool.module.replace(/[./]/g, "\\$&");
  const found = new RegExp(`^(?:require)?\\s*${escaped} (v\\S+)`, "m").exec(readFileSync(file, "utf8"));
  if (found?.[1] === undefined) throw new Error(`${file} must require ${tool.module}; add it with 'go get'`);
  return found[1];
}

/** Name of a tool's folder in the cache; changes with its sources, its pins, the Go version and this table. */
export function cacheName(tool: Tool, goVersion: string): string {
  const key = createHash("sha256").update(JSON.stringify([tool, goVersion, process.arch]));
  const folder = toolFolder(tool);
  for (const name of readdirSync(folder).sort()) key.update(name).update(readFileSync(join(folder, name)));
  return `${tool.name}-${pinnedVersion(tool)}-${key.digest("hex").slice(0, 12)}`;
}
