import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../config/environment";
import { freePort } from "../lab/free-port";
import { run, Running } from "./processes";

// A newer version needs a look at the corrections in emulator/server.py.
// renovate: datasource=pypi depName=moto
const moto = "5.2.5";

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "aws-argo-infra");
const virtualenv = join(cache, `moto-${moto}`);
const python = join(virtualenv, "bin", "python");
const scripts = join(__dirname, "emulator");

/** One AWS operation, in boto3's spelling. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Where a call goes to. */
export type Place = Pick<Environment, "account" | "region">;

/** An AWS of its own on a free port of this machine: moto, with what the environment files presuppose. */
export class Emulator {
  private constructor(
    private readonly server: Running,
    readonly endpoint: string,
    private readonly lines: string[],
  ) {}

  /** @throws Error if moto can't be installed or doesn't answer */
  static async start(environments: readonly Environment[], say: (line: string) => void): Promise<Emulator> {
    await install(say);
    const port = await freePort();
    const lines: string[] = [];
    const server = new Running(python, [join(scripts, "server.py"), "127.0.0.1", port.toString()], {
      // Off: the account's own managed policies, such as the one for enhanced monitoring, would be unknown.
      env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
      timeoutSeconds: 3600,
      onLine: (line) => {
        if (line.startsWith("{")) lines.push(line);
      },
    });
    server.child.stdin?.write(`${JSON.stringify(environments.map(presupposed))}\n`);
    const emulator = new Emulator(server, `http://127.0.0.1:${port}`, lines);
    const ended = server.done.then(({ output }) => {
      throw new Error(`moto ended: ${output.slice(-2000)}`);
    });
    ended.catch(() => undefined);
    await Promise.race([ended, answers(emulator.endpoint)]);
    say(`moto ${moto} answers at ${emulator.endpoint}`);
    return emulator;
  }

  /** What a program needs so that the emulator is its AWS. */
  get variables(): NodeJS.ProcessEnv {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: "emulator",
      AWS_SECRET_ACCESS_KEY: "emulator",
      AWS_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      // A fault of the emulator shall show at once, not after 25 attempts.
      AWS_MAX_ATTEMPTS: "3",
    };
  }

  /** Answers in the order of the calls; a refused one is `{error, message}`. */
  async calls(place: Place, calls: readonly Call[]): Promise<Record<string, unknown>[]> {
    const input = JSON.stringify(
      calls.map((call) => ({ ...call, account: place.account, region: place.region })),
    );
    const env = { ...withoutAws(process.env), ...this.variables };
    const { code, stdout, output } = await run(python, [join(scripts, "calls.py")], { env, input });
    if (code !== 0)
      throw new Error(`the emulator could not be asked: ${output.trimEnd().split("\n").at(-1) ?? ""}`);
    return JSON.parse(stdout) as Record<string, unknown>[];
  }

  async call(
    place: Place,
    service: string,
    operation: string,
    parameters = {},
  ): Promise<Record<string, unknown>> {
    const [answer] = await this.calls(place, [{ service, operation, parameters }]);
    return answer ?? {};
  }

  /** The administrator's password of a database cluster, as the emulator got it. */
  async databasePassword(cluster: string): Promise<string | undefined> {
    const count = this.lines.length;
    this.server.child.stdin?.write("passwords\n");
    for (let wait = 0; wait < 100 && this.lines.length === count; wait++) await sleep(100);
    return (JSON.parse(this.lines.at(-1) ?? "{}") as Record<string, string>)[cluster];
  }

  async stop(): Promise<void> {
    this.server.kill();
    await this.server.done;
  }
}

/** The variables without those that would lead an AWS program to a real account. */
export function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|TF_|CDKTF_)/.test(name)));
}

function presupposed({ account, region, network, cluster, deploy, iam, state }: Environment) {
  const nameOf = (arn: string | undefined) => (arn === undefined ? [] : [arn.split("/").slice(1).join("/")]);
  return {
    account,
    region,
    vpc: network.vpcId,
    subnets: network.databaseSubnetIds,
    securityGroups: cluster.securityGroupIds,
    roles: [...nameOf(deploy.roleArn), ...nameOf(state.roleArn)],
    policies: nameOf(iam.permissionsBoundaryArn),
    ...(state.bootstrap === "none" && { stateBucket: state.bucket, stateKeyAlias: state.kmsKeyAlias }),
  };
}

async function install(say: (line: string) => void): Promise<void> {
  if (existsSync(join(virtualenv, "complete"))) return;
  say(`installing moto ${moto} into ${virtualenv}`);
  rmSync(virtualenv, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  const made = await run("python3", ["-m", "venv", virtualenv]);
  if (made.code !== 0) throw new Error(`python3 with venv is needed: ${made.output.slice(-1000)}`);
  const pip = await run(python, ["-m", "pip", "install", "--quiet", `moto[server]==${moto}`]);
  if (pip.code !== 0) throw new Error(`moto ${moto} can't be installed: ${pip.output.slice(-2000)}`);
  // A broken installation is never taken for a whole one.
  writeFileSync(join(virtualenv, "part"), "");
  renameSync(join(virtualenv, "part"), join(virtualenv, "complete"));
}

async function answers(endpoint: string): Promise<void> {
  for (let wait = 0; wait < 300; wait++) {
    try {
      // Not /moto-api/data.json: it walks all that the emulator holds, and needs gigabytes once there is a database.
      if ((await fetch(`${endpoint}/moto-api/`)).ok) return;
    } catch {
      await sleep(200);
    }
  }
  throw new Error("moto does not answer");
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
