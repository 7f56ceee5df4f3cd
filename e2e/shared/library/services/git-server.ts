import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Handler } from "./virtual-hosts";

const run = promisify(execFile);

/** Serves bare repositories below a folder as a Git host does (git-http-backend); pushes are refused. */
export class GitServer {
  constructor(readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  readonly handle: Handler = async (request, response) => {
    const { pathname, search } = new URL(request.url ?? "/", "http://git");
    const backend = spawn("git", ["http-backend"], {
      env: {
        PATH: process.env["PATH"],
        GIT_PROJECT_ROOT: this.folder,
        GIT_HTTP_EXPORT_ALL: "1",
        // Shallow fetches of a commit by its hash, as the well-known hosts allow.
        GIT_CONFIG_COUNT: "2",
        GIT_CONFIG_KEY_0: "uploadpack.allowAnySHA1InWant",
        GIT_CONFIG_VALUE_0: "true",
        GIT_CONFIG_KEY_1: "safe.directory",
        GIT_CONFIG_VALUE_1: "*",
        GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
        PATH_INFO: decodeURIComponent(pathname),
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method ?? "GET",
        CONTENT_TYPE: request.headers["content-type"] ?? "",
        HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    // A client may close the connection early.
    backend.stdin.on("error", () => undefined);
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    await once(backend, "close");
    const answer = Buffer.concat(chunks);
    const end = answer.indexOf("\r\n\r\n");
    const lines = answer.subarray(0, end).toString().split("\r\n");
    const headers = lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]);
    const status = headers.find(([name]) => name.toLowerCase() === "status")?.[1] ?? "200";
    response.writeHead(
      Number.parseInt(status, 10),
      Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== "status")),
    );
    response.end(answer.subarray(end + 4));
  };

  /** Creates the bare repository `<path>.git` from a work tree with commits. */
  async publish(workTree: string, path: string): Promise<void> {
    const target = join(this.folder, `${path}.git`);
    await run("git", ["clone", "--quiet", "--bare", "--no-hardlinks", "--", workTree, target]);
  }
}
