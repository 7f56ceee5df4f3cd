import { spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import ts from "typescript";

import type { SignIn } from "./sign-in";

/** Backend packages of an app that create-app makes. The module must bring the rest. */
const ofBackstage = [
  "@backstage/backend-defaults",
  "@backstage/backend-plugin-api",
  "@backstage/plugin-permission-backend",
  "@backstage/plugin-permission-common",
  "@backstage/plugin-permission-node",
  "@backstage/plugin-scaffolder-backend",
  "@backstage/plugin-scaffolder-common",
  "better-sqlite3",
];

/** An empty backend of a Backstage app, laid out as by create-app. */
export class ScratchApp {
  readonly nodeModules: string;
  readonly #backend: string;
  #process: ChildProcess | undefined;
  #said = "";
  #url = "";
  #token = "";

  /** @param root an empty folder */
  constructor(root: string) {
    this.nodeModules = join(root, "node_modules");
    this.#backend = join(root, "packages", "backend");
    mkdirSync(join(this.#backend, "src"), { recursive: true });
    mkdirSync(this.nodeModules);
    this.write("package.json", JSON.stringify({ name: "backend", private: true }));
  }

  /** Links already installed packages next to the module, as an installation would place them. */
  install(packages: readonly string[]): void {
    for (const name of packages) {
      const target = join(this.nodeModules, name);
      mkdirSync(dirname(target), { recursive: true });
      if (!readdirSync(dirname(target)).includes(name.split("/").at(-1) ?? ""))
        symlinkSync(resolve("node_modules", name), target);
    }
  }

  /** Installs the packages that an app from create-app has anyway. */
  installBackstage(): void {
    this.install(ofBackstage);
  }

  /** @param lines that the reader adds to `src/index.ts` */
  index(lines: readonly string[]): void {
    const start = [
      'import { createBackend } from "@backstage/backend-defaults";',
      "const backend = createBackend();",
    ];
    this.write("src/index.ts", [...start, ...lines, "void backend.start();"].join("\n"));
  }

  source(file: string, text: string): void {
    this.write(join("src", file), text);
  }

  /** Writes the reader's app-config.yaml. A second file adds what an empty app lacks. */
  config(text: string): void {
    this.write("app-config.yaml", text);
  }

  /** Type errors in `src/`, with those options of Backstage's CLI that affect types. */
  typeErrors(): string[] {
    const program = ts.createProgram(
      this.sources().map((file) => join(this.#backend, "src", file)),
      {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        esModuleInterop: true,
        types: [],
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.ESNext,
        moduleResolution: ts.ModuleResolutionKind.Bundler,
      },
    );
    return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
      const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
      return `${file?.fileName ?? ""}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
  }

  /** Starts the backend. @throws its output, unless it gets ready in time */
  async start(environment: Readonly<Record<string, string>>, signIn: SignIn): Promise<void> {
    this.#token = signIn.tokenOf("user:default/jane", ["group:default/backend"]);
    for (const file of this.sources())
      this.write(join("dist", file.replace(/\.ts$/, ".js")), this.compiled(file));
    const port = await freePort();
    this.#url = `http://127.0.0.1:${port}`;
    const appConfig = {
      app: { baseUrl: this.#url },
      backend: {
        baseUrl: this.#url,
        listen: { host: "127.0.0.1", port },
        database: { client: "better-sqlite3", connection: ":memory:" },
      },
      discovery: { endpoints: signIn.endpoints },
    };
    this.write("app-config.check.yaml", JSON.stringify(appConfig));
    const configs = ["app-config.yaml", "app-config.check.yaml"].flatMap((file) => ["--config", file]);
    const child = spawn(process.execPath, [join("dist", "index.js"), ...configs], {
      cwd: this.#backend,
      env: { ...process.env, ...environment, NODE_ENV: "development", NODE_OPTIONS: "" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (this.#said = (this.#said + String(chunk)).slice(-10_000)));
    const deadline = Date.now() + 180_000;
    while ((await this.ready()) === false) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`The backend from the steps in README.md doesn't get ready:\n${this.#said}`);
      await sleep(250);
    }
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill("SIGKILL");
    await ended;
  }

  /** A request to the scaffolder, from a member of group:default/backend. */
  async scaffolder(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.#url}/api/scaffolder/v2${path}`, {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${this.#token}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }

  private async ready(): Promise<boolean> {
    const answer = await fetch(`${this.#url}/.backstage/health/v1/readiness`).catch(() => undefined);
    return answer?.ok ?? false;
  }

  private sources(): string[] {
    return readdirSync(join(this.#backend, "src"));
  }

  private compiled(file: string): string {
    const text = ts.sys.readFile(join(this.#backend, "src", file)) ?? "";
    const compilerOptions = {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    };
    return ts.transpileModule(text, { compilerOptions }).outputText;
  }

  private write(file: string, text: string): void {
    const path = join(this.#backend, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}
