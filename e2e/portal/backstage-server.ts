import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePort } from "../lab/free-port";
import type { Lab } from "../lab/lab";
import type { RunningProcess } from "../lab/running-process";

export interface BackstageServerProps {
  readonly lab: Lab;
  /** Folder in which Backstage is installed (installation.ts). */
  readonly portal: string;
  /** Folder of the packed scaffolder module. */
  readonly packed: string;
  /** Entities by file name; `all.yaml` is the Location of the Software Templates. */
  readonly templates: ReadonlyMap<string, string>;
  /** The generated catalog-info.yaml. */
  readonly catalogInfo: string;
  /** Further entities. */
  readonly entities: readonly object[];
  /** `argoWorkflows` of app-config. */
  readonly argoWorkflows: object;
}

/** A small Backstage: pages and backend in one process, entities from files, all data in memory. */
export class BackstageServer {
  private constructor(
    readonly url: string,
    private readonly process: RunningProcess,
  ) {}

  /** Starts it and waits until every Software Template is in its catalog. */
  static async start(props: BackstageServerProps): Promise<BackstageServer> {
    const { lab, portal, packed, templates } = props;
    const folder = join(lab.folder, "portal");
    mkdirSync(join(folder, "software-templates"), { recursive: true });
    for (const [name, text] of templates) writeFileSync(join(folder, "software-templates", name), text);
    writeFileSync(join(folder, "catalog-info.yaml"), props.catalogInfo);
    writeFileSync(join(folder, "entities.yaml"), props.entities.map((each) => stringify(each)).join("---\n"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const configFile = join(folder, "app-config.json");
    // It holds the token.
    writeFileSync(configFile, JSON.stringify(configuration(url, port, folder, props.argoWorkflows)), {
      mode: 0o600,
    });
    const backend = lab.processes.start(
      "portal",
      process.execPath,
      [join(__dirname, "backend.cjs"), portal, packed, "--config", configFile],
      {
        environment: { NODE_ENV: "production", NODE_OPTIONS: "", LOG_LEVEL: "info" },
        folder: join(portal, "backend"),
        onUnexpectedExit: lab.onUnexpectedExit,
      },
    );
    const backstage = new BackstageServer(url, backend);
    await backend.until("ready", async () => (await fetch(`${url}/.backstage/health/v1/readiness`)).ok);
    const expected = [...templates.keys()].filter((name) => name !== "all.yaml").length;
    await backend.until(
      `showing ${expected} Software Templates and ${props.entities.length} other entities`,
      async () =>
        (await backstage.count("Template")) >= expected &&
        (await backstage.count()) >= expected + props.entities.length,
    );
    return backstage;
  }

  /** Log file of the backend. */
  get log(): string {
    return this.process.log;
  }

  /** Sends a request to the backend as the guest. */
  async get(path: string): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${this.url}/api${path}`, {
      headers: { Authorization: `Bearer ${await this.guestToken()}` },
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
  }

  private async count(kind?: string): Promise<number> {
    const filter = kind === undefined ? "" : `&filter=kind=${kind}`;
    const { body } = await this.get(`/catalog/entities/by-query?limit=0${filter}`);
    return (body as { totalItems?: number }).totalItems ?? 0;
  }

  private async guestToken(): Promise<string> {
    const answer = await fetch(`${this.url}/api/auth/guest/refresh`, {
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    const { backstageIdentity } = (await answer.json()) as { backstageIdentity?: { token: string } };
    if (backstageIdentity === undefined) throw new Error(`the guest can't sign in: status ${answer.status}`);
    return backstageIdentity.token;
  }
}

function configuration(url: string, port: number, folder: string, argoWorkflows: object): object {
  const location = (target: string, ...allow: string[]) => ({
    type: "file",
    target: join(folder, target),
    rules: [{ allow }],
  });
  return {
    app: { title: "Portal", baseUrl: url, extensions: [{ "page:catalog": { config: { path: "/" } } }] },
    organization: { name: "Example" },
    backend: {
      baseUrl: url,
      listen: { host: "127.0.0.1", port },
      database: { client: "better-sqlite3", connection: ":memory:" },
    },
    auth: {
      providers: { guest: { dangerouslyAllowOutsideDevelopment: true, userEntityRef: "user:default/guest" } },
    },
    catalog: {
      locations: [
        location(join("software-templates", "all.yaml"), "Template"),
        location("catalog-info.yaml", "System", "Component", "Resource", "API"),
        location("entities.yaml", "Component", "Group", "User", "Template"),
      ],
    },
    argoWorkflows,
  };
}
