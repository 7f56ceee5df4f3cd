import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../lab/free-port";
import type { Lab } from "../../lab/lab";
import type { RunningProcess } from "../../lab/running-process";

/** The end of a task, and its log. */
export interface TaskEnd {
  readonly id: string;
  /** completed, failed or cancelled; `refused` if the engine started no task. */
  readonly status: string;
  /** Every line of its log, errors included. */
  readonly log: string;
  readonly output: TaskOutput;
}

interface TaskOutput {
  readonly links?: readonly { readonly title?: string; readonly url?: string; readonly entityRef?: string }[];
  readonly text?: readonly { readonly title?: string; readonly content?: string }[];
}

interface TaskEvent {
  readonly type: string;
  readonly body: {
    readonly message: string;
    readonly error?: { readonly message?: string };
    readonly output?: TaskOutput;
  };
}

export interface EngineProps {
  /** Name of this engine, different from others of the run. */
  readonly name: string;
  readonly lab: Lab;
  /** Folder in which Node finds the packed module and Backstage's packages. */
  readonly scratch: string;
  /** Entities of the catalog. */
  readonly entities: readonly object[];
  /** `argoWorkflows` of app-config. */
  readonly argoWorkflows: object;
  /** Permissions; without them, every user may do everything. */
  readonly permissions?: Permissions;
}

export interface Permissions {
  /** A compiled backend module with a policy. */
  readonly policy: string;
  /** Groups by user, as entity references. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

/**
 * package.json of the working directory. A backend looks there and in all parent directories for the root of a monorepo,
 * and does not start without one (@manypkg/find-root); the empty list of workspaces makes the directory that root.
 */
const rootPackage = { name: "backstage", private: true, workspaces: [] };

/** The Backstage token of a user who signed in, as the test utilities of Backstage issue it. */
export function tokenOf(user = "user:default/mock"): string {
  return `mock-user-token:${JSON.stringify({ sub: user })}`;
}

/** A Backstage backend with the scaffolder and the packed module; its tasks outlive its process. */
export class Engine {
  #process: RunningProcess | undefined;
  #starts = 0;
  #port = 0;
  readonly #folder: string;

  constructor(private readonly props: EngineProps) {
    this.#folder = join(props.lab.folder, `backstage-${props.name}`);
    mkdirSync(join(this.#folder, "database"), { recursive: true });
    writeFileSync(join(this.#folder, "package.json"), JSON.stringify(rootPackage));
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const { name, lab, scratch, entities, argoWorkflows, permissions } = this.props;
    this.#port = await freePort();
    const url = `http://127.0.0.1:${this.#port}`;
    const config = {
      app: { baseUrl: url },
      backend: {
        baseUrl: url,
        listen: { host: "127.0.0.1", port: this.#port },
        database: { client: "better-sqlite3", connection: { directory: join(this.#folder, "database") } },
      },
      // Another engine continues a task when its last heartbeat is this old. Longer than a busy machine stalls.
      scaffolder: {
        concurrentTasksLimit: 20,
        taskRecovery: { enabled: true, staleTimeout: { seconds: 30 } },
      },
      argoWorkflows,
      permission: { enabled: permissions !== undefined },
    };
    const [configFile, settingsFile] = ["app-config.json", "engine.json"].map((file) =>
      join(this.#folder, file),
    ) as [string, string];
    writeFileSync(configFile, JSON.stringify(config), { mode: 0o600 });
    writeFileSync(settingsFile, JSON.stringify({ scratch, entities, permissions }));
    this.#process = lab.processes.start(
      `backstage-${name}-${this.#starts++}`,
      process.execPath,
      [join(__dirname, "backend.cjs"), settingsFile, "--config", configFile],
      {
        folder: this.#folder,
        environment: { NODE_ENV: "test", NODE_OPTIONS: "", LOG_LEVEL: "info" },
        onUnexpectedExit: lab.onUnexpectedExit,
      },
    );
    await this.#process.until("answering", async () => (await this.call("GET", "/actions")).status === 200);
  }

  /** A Software Template of its catalog. */
  entity(name: string): object | undefined {
    return this.props.entities.find(
      (each) => (each as { metadata: { name: string } }).metadata.name === name,
    );
  }

  /** Kills it, like a lost machine. */
  async kill(): Promise<void> {
    this.#process?.kill();
    await this.#process?.ended;
  }

  /** Stops it for the rest of the run. */
  async stop(): Promise<void> {
    await this.#process?.stop();
  }

  /** A request to the scaffolder's API, as a signed-in user. */
  async call(
    method: string,
    path: string,
    body?: object,
    user?: string,
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`http://127.0.0.1:${this.#port}/api/scaffolder/v2${path}`, {
      method,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${tokenOf(user)}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
  }

  /** Starts a task. @returns its id, or the engine's refusal */
  async begin(
    template: string,
    values: object,
    user?: string,
  ): Promise<{ id: string } | { refused: string }> {
    const task = { templateRef: `template:default/${template}`, values };
    const { status, body } = await this.call("POST", "/tasks", task, user);
    return status === 201 ? (body as { id: string }) : { refused: JSON.stringify(body) };
  }

  /** Starts a task and waits for its end. */
  async run(template: string, values: object, user?: string): Promise<TaskEnd> {
    const begun = await this.begin(template, values, user);
    return "id" in begun ? this.end(begun.id) : { id: "", status: "refused", log: begun.refused, output: {} };
  }

  /** Waits for a task's end, through restarts of the engine. @throws if it takes too long */
  async end(id: string, seconds = 1500): Promise<TaskEnd> {
    const deadline = Date.now() + seconds * 1000;
    for (;;) {
      const answer = await this.call("GET", `/tasks/${id}`).catch(() => undefined);
      const { status = "open" } = (answer?.body ?? {}) as { status?: string };
      if (!["open", "processing"].includes(status)) return { id, status, ...(await this.said(id)) };
      if (Date.now() > deadline)
        throw new Error(
          `task ${id} is ${status} after ${seconds} s: ${(await this.said(id)).log.slice(-500)}`,
        );
      await sleep(200);
    }
  }

  /** The log of a task so far, and its output. */
  async said(id: string): Promise<{ log: string; output: TaskOutput }> {
    const events = (await this.call("GET", `/tasks/${id}/events`)).body as TaskEvent[];
    return {
      log: events.map(({ body }) => [body.message, body.error?.message ?? ""].join(" ").trim()).join("\n"),
      output: events.findLast(({ type }) => type === "completion")?.body.output ?? {},
    };
  }
}
