import { existsSync } from "node:fs";
import { tmpdir } from "node:os";

/** How to run an image, by its own configuration. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** User and optional group ("1000", "65534:65534"), "" for root. */
  readonly user: string;
  readonly workingDir: string;
}

/** An image on the node: read-only layers, and what is mounted over them. */
export interface Image {
  readonly id: string;
  /** Folders of the root file system, topmost first; none may be inside another (the kernel's overlay refuses that). */
  readonly layers: readonly string[];
  /** Folders of the layers that are empty for the container. */
  readonly hide: readonly string[];
  /** Files of the host, and their paths in the container. */
  readonly files: readonly { readonly source: string; readonly target: string }[];
  readonly config: ImageConfig;
}

/** Finds the root file system of an image name; a registry would be another implementation. */
export interface Images {
  /** @throws if there is no such image: shown as the waiting reason `ErrImagePull`. */
  pull(name: string): Promise<Image>;
}

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

const hidden = ["/tmp", "/var/tmp", "/run", "/root", "/home"];

/** Folders of the machine that a container must not see: homes and temporary files, the lab's own among them. */
export function hiddenFolders(): string[] {
  const isHidden = hidden.some((folder) => tmpdir() === folder || tmpdir().startsWith(`${folder}/`));
  return [...hidden, ...(isHidden ? [] : [tmpdir()])].filter((folder) => existsSync(folder));
}

/** Every name is the host's own root file system, plus the given programs in /usr/local/bin. */
export class HostImages implements Images {
  constructor(private readonly programs: readonly { readonly name: string; readonly path: string }[]) {}

  pull(name: string): Promise<Image> {
    return Promise.resolve({
      id: `host-root/${name}`,
      layers: ["/"],
      hide: hiddenFolders(),
      files: this.programs.map(({ name: program, path }) => ({
        source: path,
        target: `/usr/local/bin/${program}`,
      })),
      // Argo's artifact GC pods rely on the entrypoint of the real image.
      config: {
        entrypoint: isExecutor(name) ? ["argoexec"] : [],
        command: [],
        environment: { PATH: defaultPath },
        user: "",
        workingDir: "/",
      },
    });
  }
}

function isExecutor(name: string): boolean {
  return /(^|\/)argoexec([:@]|$)/.test(name);
}
