import { execFile } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What an image is made of: a shell with its commands, and files besides. */
export interface Recipe {
  /** Path in the image -> content. */
  readonly files?: Readonly<Record<string, string>>;
  readonly entrypoint?: readonly string[];
}

/** Puts small images of busybox into a registry, for what is there before a workflow runs. */
export class ImageMaker {
  constructor(
    private readonly krane: string,
    /** `127.0.0.1:<port>` */
    private readonly address: string,
    private readonly folder: string,
  ) {}

  /** Pushes an image as `repository:tag` and returns its digest. */
  async push(repository: string, tag: string, { files = {}, entrypoint }: Recipe): Promise<string> {
    const work = mkdtempSync(join(this.folder, "image-"));
    try {
      const root = join(work, "root");
      mkdirSync(join(root, "bin"), { recursive: true });
      mkdirSync(join(root, "tmp"), { mode: 0o1777 });
      cpSync("/bin/busybox", join(root, "bin/busybox"));
      for (const name of applets) symlinkSync("busybox", join(root, "bin", name));
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
        chmodSync(join(root, path), 0o755);
      }
      const layer = join(work, "layer.tar");
      // The same content gives the same digest.
      await run("tar", [
        "--sort=name",
        "--mtime=@0",
        "--owner=0",
        "--group=0",
        "-cf",
        layer,
        "-C",
        root,
        ".",
      ]);
      const reference = `${this.address}/${repository}:${tag}`;
      await run(this.krane, ["--insecure", "append", "-f", layer, "-t", reference]);
      if (entrypoint !== undefined)
        await run(this.krane, [
          "--insecure",
          "mutate",
          reference,
          "-t",
          reference,
          `--entrypoint=${entrypoint.join(",")}`,
        ]);
      return (await run(this.krane, ["--insecure", "digest", reference])).stdout.trim();
    } finally {
      rmSync(work, { recursive: true });
    }
  }
}

const applets = ["sh", "httpd", "sleep", "cat", "echo", "mkdir", "true", "false", "wget", "test", "id", "ls"];
