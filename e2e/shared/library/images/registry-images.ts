import { execFile } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Image, ImageConfig, Images } from "../../../lab/node-agent/images";

const run = promisify(execFile);

interface Source {
  /** Host names by which workflows and Deployments name the registry. */
  readonly hosts: readonly string[];
  /** Its actual address, without login: `127.0.0.1:<port>`. */
  readonly address: string;
  /** Path of crane, or of krane. */
  readonly crane: string;
  /** Folder for the unpacked images. */
  readonly folder: string;
}

interface OciConfig {
  readonly config?: {
    readonly Entrypoint?: readonly string[] | null;
    readonly Cmd?: readonly string[] | null;
    readonly Env?: readonly string[] | null;
    readonly User?: string;
    readonly WorkingDir?: string;
  };
}

/** Images of a registry, pulled and unpacked once per digest. */
export class RegistryImages implements Images {
  readonly #pulled = new Map<string, Promise<Image>>();

  constructor(private readonly source: Source) {
    mkdirSync(source.folder, { recursive: true });
  }

  async pull(name: string): Promise<Image> {
    const host = this.source.hosts.find((each) => name.startsWith(`${each}/`));
    if (host === undefined) throw new Error(`image ${name} is in no registry of the lab`);
    const reference = name.replace(host, this.source.address);
    const { stdout } = await this.crane("digest", reference);
    const digest = stdout.trim();
    const known = this.#pulled.get(digest);
    if (known !== undefined) return known;
    const image = this.unpack(reference, digest);
    this.#pulled.set(digest, image);
    image.catch(() => this.#pulled.delete(digest));
    return image;
  }

  private async unpack(reference: string, digest: string): Promise<Image> {
    const name = digest.replace(":", "-");
    const layer = join(this.source.folder, name);
    const part = `${layer}.part`;
    rmSync(part, { recursive: true, force: true });
    mkdirSync(part);
    const tar = `${layer}.tar`;
    await this.crane("export", reference, tar);
    await run("tar", ["-x", "-p", "--same-owner", "-C", part, "-f", tar]);
    rmSync(tar);
    renameSync(part, layer);
    const { stdout } = await this.crane("config", reference);
    return {
      id: digest,
      layers: [layer],
      hide: [],
      files: [],
      config: configOf(JSON.parse(stdout) as OciConfig),
    };
  }

  private crane(...args: readonly string[]) {
    return run(this.source.crane, ["--insecure", ...args], { maxBuffer: 16 * 2 ** 20 });
  }
}

function configOf({ config = {} }: OciConfig): ImageConfig {
  const pairs = (config.Env ?? []).map((each) => each.split(/=(.*)/s).slice(0, 2) as [string, string]);
  return {
    entrypoint: config.Entrypoint ?? [],
    command: config.Cmd ?? [],
    environment: Object.fromEntries(pairs),
    user: config.User ?? "",
    workingDir: config.WorkingDir ?? "",
  };
}
