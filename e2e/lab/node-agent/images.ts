import { existsSync } from "node:fs";

/** What an image says about how to run it. */
export interface ImageConfig {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** User and optional group ("1000", "65534:65534"), "" for root. */
  readonly user: string;
  readonly workingDir: string;
}

/** An image that is there: read-only layers, and what is put over them. */
export interface Image {
  readonly id: string;
  /** Folders of the root file system, topmost first; none may lie in another (the kernel's overlay refuses that). */
  readonly layers: readonly string[];
  /** Folders of the layers that the container sees empty. */
  readonly hide: readonly string[];
  /** Files of the host that the container sees at a path. */
  readonly files: readonly { readonly source: string; readonly target: string }[];
  readonly config: ImageConfig;
}

/** Finds the root file system of an image name; a registry would be another implementation. */
export interface Images {
  /** @throws when there is no such image: shown as the waiting reason `ErrImagePull`. */
  pull(name: string): Promise<Image>;
}

const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** What a container must not see of the machine: other users' homes and everybody's temporary files. */
const hidden = ["/tmp", "/var/tmp", "/run", "/root", "/home"];

/** Every name is the host's own root file system, plus the given programs in /usr/local/bin. */
export class HostImages implements Images {
  constructor(private readonly programs: readonly { readonly name: string; readonly path: string }[]) {}

  pull(name: string): Promise<Image> {
    return Promise.resolve({
      id: `host-root/${name}`,
      layers: ["/"],
      hide: hidden.filter((folder) => existsSync(folder)),
      files: this.programs.map(({ name: program, path }) => ({
        source: path,
        target: `/usr/local/bin/${program}`,
      })),
      // Argo's own deleting pods rely on what the real image starts with.
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
