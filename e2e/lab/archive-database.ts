import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port";
import type { Pki } from "./pki";
import type { Processes } from "./processes";
import type { RunningProcess } from "./running-process";
import { systemProgram } from "./system-packages";

const run = promisify(execFile);

/** Name and password of the archive's user; each run has a new password. */
export interface DatabaseLogin {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly username: string;
  readonly password: string;
}

/**
 * Members of `rds_iam`, a role of RDS, log in with a token from AWS and never with a password. Nothing here can check the
 * token, so they log in without one. Without such a role the line has no effect.
 */
const hostBasedAuthentication =
  "hostssl all +rds_iam 127.0.0.1/32 trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n";

/** PostgreSQL on 127.0.0.1 that accepts only TLS connections, with an empty database. */
export class ArchiveDatabase {
  #server: RunningProcess | undefined;

  private constructor(
    private readonly processes: Processes,
    private readonly folder: string,
    private readonly authority: string,
    private readonly user: { uid: number; gid: number },
    readonly login: DatabaseLogin,
  ) {}

  /**
   * Creates and starts it. Its files are in `folder`, which users other than root must be able to traverse.
   * @throws if PostgreSQL is missing or does not start.
   */
  static async create(processes: Processes, pki: Pki, folder: string): Promise<ArchiveDatabase> {
    const user = unprivileged();
    const login: DatabaseLogin = {
      host: "127.0.0.1",
      port: await freePort(),
      database: "argo",
      username: "argo",
      password: randomBytes(18).toString("base64url"),
    };
    const database = new ArchiveDatabase(
      processes,
      join(folder, "postgres"),
      pki.authority.certificate,
      user,
      login,
    );
    database.initialize(pki);
    await database.start();
    const admin = database.client({ database: "postgres", username: "postgres" });
    await admin(`CREATE ROLE argo LOGIN PASSWORD '${login.password}'`);
    await admin("CREATE DATABASE argo OWNER argo");
    return database;
  }

  /** Starts it again after `stop`. */
  async start(): Promise<void> {
    this.#server = this.processes.start(
      "postgres",
      systemProgram("postgres"),
      ["-D", join(this.folder, "data")],
      {
        user: this.user,
        folder: this.folder,
        // "Fast shutdown": it closes all connections.
        stopSignal: "SIGINT",
      },
    );
    const ready = this.client({ database: "postgres", username: "postgres" });
    await this.#server.until("ready for connections", async () => (await ready("SELECT 1")) === "1");
  }

  /** Stops it and keeps its data. */
  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  /** Runs SQL as the archive's user over verified TLS. @returns rows as lines, with columns separated by `|` */
  async query(sql: string): Promise<string> {
    return this.client({})(sql);
  }

  /** Runs SQL as the superuser, to create what a managed database has from the start. */
  async administer(sql: string): Promise<string> {
    return this.client({ username: "postgres" })(sql);
  }

  private client(who: Partial<DatabaseLogin>): (sql: string) => Promise<string> {
    const { host, port, database, username, password } = { ...this.login, ...who };
    const connection = `hostaddr=${host} host=localhost port=${port} dbname=${database} user=${username} sslmode=verify-full sslrootcert=${this.authority}`;
    return async (sql) => {
      const args = ["-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-d", connection, "-c", sql];
      const { stdout } = await run(systemProgram("psql"), args, {
        env: { ...process.env, PGPASSWORD: password },
      });
      return stdout.trim();
    };
  }

  private initialize(pki: Pki): void {
    const { uid, gid } = this.user;
    const data = join(this.folder, "data");
    mkdirSync(this.folder);
    chownSync(this.folder, uid, gid);
    const passwordFile = this.own("password", this.login.password, 0o600);
    const identity = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--"];
    const initdb = [
      "-D",
      data,
      "-U",
      "postgres",
      "-A",
      "scram-sha-256",
      `--pwfile=${passwordFile}`,
      "-E",
      "UTF8",
      "--locale=C",
      "-N",
    ];
    execFileSync("setpriv", [...identity, systemProgram("initdb"), ...initdb], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    const serving = pki.issue("postgres", {
      commonName: "postgres",
      subjectAltNames: ["DNS:localhost", "IP:127.0.0.1"],
    });
    const settings = {
      listen_addresses: "127.0.0.1",
      port: this.login.port,
      unix_socket_directories: "",
      ssl: "on",
      ssl_cert_file: this.take(serving.certificate, "server.crt"),
      ssl_key_file: this.take(serving.key, "server.key"),
      hba_file: this.own("hba.conf", hostBasedAuthentication, 0o600),
      // The data is deleted after the run.
      fsync: "off",
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
    this.own("data/postgresql.conf", lines.join(""), 0o600);
  }

  private own(name: string, content: string, mode: number): string {
    const file = join(this.folder, name);
    writeFileSync(file, content);
    chownSync(file, this.user.uid, this.user.gid);
    chmodSync(file, mode);
    return file;
  }

  private take(source: string, name: string): string {
    const file = join(this.folder, name);
    copyFileSync(source, file);
    chownSync(file, this.user.uid, this.user.gid);
    chmodSync(file, 0o600);
    return file;
  }
}

/** The user `postgres`, or `nobody`: PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } {
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // The next name.
    }
  }
  throw new Error("PostgreSQL does not run as root, and there is neither a user postgres nor nobody");
}
