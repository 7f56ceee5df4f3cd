import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ImageList } from "../../../../config/tool-images";
import { hiddenFolders, type Image, type ImageConfig, type Images } from "../../../lab/node-agent/images";
import type { ProgramPaths } from "../../../lab/program-builder";
import { required } from "../../../lab/required";
import type { RegistryImages } from "./registry-images";
import { type ToolRoot, toolRoots } from "./tool-roots";

interface Props {
  readonly programs: ProgramPaths;
  /** Certificate of the authority that signed the certificates of the virtual hosts. */
  readonly authority: string;
  /** Folder for files of the images. */
  readonly folder: string;
  /** Source of images that no template names itself. */
  readonly registry: () => RegistryImages;
}

const bundle = "/etc/ssl/certs/ca-certificates.crt";

/**
 * The images of workflow-templates/images.yaml, made of this machine's programs, Argo's executor, and the images of a
 * registry. Pulling any other name or version fails.
 */
export class ToolImages implements Images {
  readonly #list = ImageList.read();
  readonly #bundle: string;
  readonly #applets: string;

  constructor(private readonly props: Props) {
    mkdirSync(props.folder, { recursive: true });
    this.#bundle = join(props.folder, "ca-certificates.crt");
    writeFileSync(this.#bundle, readFileSync(bundle, "utf8") + readFileSync(props.authority, "utf8"));
    this.#applets = makeApplets(join(props.folder, "busybox"));
  }

  async pull(name: string): Promise<Image> {
    if (name.startsWith("quay.io/argoproj/argoexec:")) return this.executor(name);
    const listed = this.#list.find(name);
    if (listed === undefined) return this.props.registry().pull(name);
    const root = toolRoots[listed.name];
    if (root === undefined) throw new Error(`the lab has no root file system for image ${listed.name}`);
    return root.base === "bare" ? this.bare(name, root) : this.onHost(name, root);
  }

  private executor(name: string): Image {
    const source = required(this.props.programs, "argoexec");
    return this.onHost(name, { base: "host", programs: {} }, { "/usr/local/bin/argoexec": source });
  }

  /** The machine's own root, with the tool's programs first on PATH. */
  private onHost(name: string, root: ToolRoot, more: Readonly<Record<string, string>> = {}): Image {
    const files = { ...this.programsOf(root), ...more, [bundle]: this.#bundle };
    const { applets } = root;
    const folders = applets === undefined ? {} : { [applets]: this.#applets };
    const path = [...Object.keys(folders), ...new Set(Object.keys(files).map((each) => dirname(each)))];
    return {
      id: `host-root/${name}`,
      layers: ["/"],
      hide: hiddenFolders(),
      files: Object.entries({ ...folders, ...files }).map(([target, source]) => ({ target, source })),
      config: config(root, path),
    };
  }

  /** One program without a shell or anything else, like the real image. */
  private bare(name: string, root: ToolRoot): Image {
    const layer = join(this.props.folder, name.replaceAll(/[/:@]/g, "_"));
    mkdirSync(join(layer, "etc/ssl/certs"), { recursive: true });
    mkdirSync(join(layer, "tmp"), { recursive: true });
    chmodSync(join(layer, "tmp"), 0o1777);
    writeFileSync(join(layer, "etc/passwd"), "root:x:0:0:root:/root:/sbin/nologin\n");
    const files = { ...this.programsOf(root), [bundle]: this.#bundle };
    const path = Object.keys(root.programs).map((each) => dirname(each));
    return {
      id: `bare/${name}`,
      layers: [layer],
      hide: [],
      files: Object.entries(files).map(([target, source]) => ({ target, source })),
      config: config(root, path),
    };
  }

  private programsOf({ programs }: ToolRoot): Record<string, string> {
    const sources = Object.entries(programs).map(([target, source]) => [
      target,
      "program" in source ? required(this.props.programs, source.program) : source.file,
    ]);
    return Object.fromEntries(sources) as Record<string, string>;
  }
}

function config({ environment = {} }: ToolRoot, path: readonly string[]): ImageConfig {
  const usual = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];
  const PATH = [...new Set([...path.filter((each) => !each.startsWith("/etc")), ...usual])].join(":");
  const trust = { SSL_CERT_FILE: bundle, NODE_EXTRA_CA_CERTS: bundle };
  return {
    entrypoint: [],
    command: [],
    environment: { PATH, ...trust, ...environment },
    user: "",
    workingDir: "/",
  };
}

/** A folder with busybox under each of its names, like /bin of an Alpine image. */
function makeApplets(folder: string): string {
  mkdirSync(folder, { recursive: true });
  cpSync("/bin/busybox", join(folder, "busybox"));
  const names = execFileSync("/bin/busybox", ["--list"], { encoding: "utf8" }).split("\n");
  for (const name of names.filter((each) => each !== "" && each !== "busybox"))
    symlinkSync("busybox", join(folder, name));
  return folder;
}
