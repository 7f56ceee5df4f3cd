import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "./cache-folder";
import { freePort } from "./free-port";
import type { Processes } from "./processes";
import { systemProgram } from "./system-packages";

const run = promisify(execFile);
const requirements = join(__dirname, "tools", "moto", "requirements.txt");
const serverScript = join(__dirname, "tools", "moto", "server.py");

/** Account that the emulator is. */
export const emulatedAccount = "123456789012";

/** A role that pods take on through their service account's token. */
export interface WebIdentityRole {
  readonly name: string;
  /** `namespace:name` of the service account that may take it on. */
  readonly serviceAccount: string;
  /** Issuer of the cluster's tokens, as URL. */
  readonly issuer: string;
  /** The role's only policy, an IAM policy document. */
  readonly policy: object;
}

/** moto, which answers for AWS on one port of 127.0.0.1. */
export class AwsEmulator {
  private constructor(
    /** `http://127.0.0.1:<port>` */
    readonly endpoint: string,
    readonly region: string,
    private readonly keysFile: string,
  ) {}

  /**
   * Starts moto; installs it first into the cache if it is not there. `folder` takes what it needs at run time.
   * @throws when it can't be installed or does not come up.
   */
  static async start(
    processes: Processes,
    folder: string,
    progress: (line: string) => void,
    region = "us-east-1",
  ): Promise<AwsEmulator> {
    const environment = await provideMoto(progress);
    const port = await freePort();
    const emulator = new AwsEmulator(
      `http://127.0.0.1:${port}`,
      region,
      join(folder, "web-identity-keys.json"),
    );
    const program = join(environment, "bin", "python");
    const server = processes.start(
      "moto",
      program,
      [serverScript, "-H", "127.0.0.1", "-p", port.toString()],
      {
        environment: { MOTO_ACCOUNT_ID: emulatedAccount, LAB_KEYS_FILE: emulator.keysFile },
        graceMilliseconds: 1000,
      },
    );
    await server.until("ready", async () => (await fetch(emulator.endpoint)).ok);
    return emulator;
  }

  /**
   * What leads an AWS SDK here. STS is named by itself: version 2 of the SDK for Go resolves credentials before it
   * looks at the common variable (aws-sdk-go-v2: config/config.go, order of the resolvers).
   */
  get endpointVariables(): { AWS_ENDPOINT_URL: string; AWS_ENDPOINT_URL_STS: string } {
    return { AWS_ENDPOINT_URL: this.endpoint, AWS_ENDPOINT_URL_STS: this.endpoint };
  }

  /** From now on requests are refused unless a policy allows them; or, switched off, all are allowed. */
  async enforceIam(on: boolean): Promise<void> {
    // The number of requests that go unchecked from here.
    const response = await fetch(`${this.endpoint}/moto-api/reset-auth`, {
      method: "POST",
      body: on ? "0" : "inf",
    });
    if (!response.ok) throw new Error(`moto did not switch its authorisation: ${await response.text()}`);
  }

  async createBucket(name: string): Promise<void> {
    await this.s3("PUT", name);
  }

  /** Web identity tokens signed by one of these keys (a JSON web key set) may take on the roles that trust them. */
  trustKeys(keySet: string): void {
    writeFileSync(this.keysFile, keySet);
  }

  /** Creates a role and returns its ARN. Call it while IAM is not enforced, as everything here that is not signed. */
  async createRole(role: WebIdentityRole): Promise<string> {
    const issuer = role.issuer.replace("https://", "");
    const claims = { sub: `system:serviceaccount:${role.serviceAccount}`, aud: "sts.amazonaws.com" };
    const trust = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: `arn:aws:iam::${emulatedAccount}:oidc-provider/${issuer}` },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [`${issuer}:sub`]: claims.sub, [`${issuer}:aud`]: claims.aud } },
        },
      ],
    };
    await this.iam("CreateRole", { RoleName: role.name, AssumeRolePolicyDocument: JSON.stringify(trust) });
    const document = JSON.stringify(role.policy);
    await this.iam("PutRolePolicy", { RoleName: role.name, PolicyName: role.name, PolicyDocument: document });
    return `arn:aws:iam::${emulatedAccount}:role/${role.name}`;
  }

  /** One S3 request below a bucket, unsigned; returns the body. */
  async s3(method: "GET" | "PUT", path: string, body?: string | Uint8Array<ArrayBuffer>): Promise<string> {
    return this.call("s3", `${this.endpoint}/${path}`, { method, body });
  }

  /** One request of the IAM query API, unsigned. */
  async iam(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Action: action, Version: "2010-05-08", ...parameters });
    return this.call("iam", this.endpoint, { method: "POST", body });
  }

  private async call(service: string, url: string, init: RequestInit): Promise<string> {
    // moto reads service and region from the credential's scope; the signature is not looked at.
    const scope = `lab/20260101/${this.region}/${service}/aws4_request`;
    const headers = {
      Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    };
    const response = await fetch(url, { ...init, headers });
    const text = await response.text();
    if (!response.ok)
      throw new Error(`${service} ${init.method ?? "GET"} ${url}: ${response.status} ${text.slice(0, 300)}`);
    return text;
  }
}

/** A virtual environment with moto, in the cache, made once per content of `requirements.txt` and Python version. */
async function provideMoto(progress: (line: string) => void): Promise<string> {
  const python = systemProgram("python3");
  const { stdout } = await run(python, [
    "-c",
    "import sys; print('%d.%d' % sys.version_info[:2], sys.prefix)",
  ]);
  const [version = "", prefix = ""] = stdout.trim().split(" ");
  const text = readFileSync(requirements, "utf8");
  const moto = /^moto==(\S+)/m.exec(text)?.[1] ?? "unknown";
  const key = createHash("sha256").update(text).update(prefix).digest("hex").slice(0, 12);
  const folder = join(cacheFolder(), `moto-${moto}-python${version}-${key}`);
  const done = join(folder, "complete");
  if (existsSync(done)) return folder;
  const from = Date.now();
  progress(`installing moto ${moto} ...`);
  mkdirSync(cacheFolder(), { recursive: true });
  // Scripts of a virtual environment hold its path, so it is built in place and marked complete at the end.
  rmSync(folder, { recursive: true, force: true });
  await run(python, ["-m", "venv", folder]);
  await run(
    join(folder, "bin", "python"),
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements],
    {
      maxBuffer: 16 * 2 ** 20,
    },
  );
  mkdirSync(`${done}.part`);
  renameSync(`${done}.part`, done);
  progress(`installed moto in ${Math.round((Date.now() - from) / 1000)} s`);
  return folder;
}
