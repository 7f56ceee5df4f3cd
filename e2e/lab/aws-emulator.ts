import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port";
import { type Moto, provideMoto } from "./moto";
import type { Processes } from "./processes";

const run = promisify(execFile);

/** Account of callers that assumed no role in another account: moto's default. */
export const emulatedAccount = "123456789012";

/** A role that pods assume with their service account's token. */
export interface WebIdentityRole {
  readonly name: string;
  /** `namespace:name` of the service account that may assume it. */
  readonly serviceAccount: string;
  /** Issuer of the cluster's tokens, as URL. */
  readonly issuer: string;
  /** The role's only policy, an IAM policy document. */
  readonly policy: object;
}

/** The target of a call. */
export interface AccountAndRegion {
  readonly account: string;
  readonly region: string;
}

/** What an account has before the first apply. */
export interface ExistingAccount extends AccountAndRegion {
  readonly vpc: string;
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly roles: readonly string[];
  readonly policies: readonly string[];
  readonly stateBucket?: string;
  readonly stateKeyAlias?: string;
}

/** One AWS operation, named as in boto3. */
export interface AwsCall {
  readonly service: string;
  readonly operation: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export interface AwsEmulatorProps {
  readonly processes: Processes;
  /** Folder for moto's files of this run. */
  readonly folder: string;
  readonly progress: (line: string) => void;
  readonly onUnexpectedExit?: (message: string) => void;
  /** @default us-east-1 */
  readonly region?: string;
}

/** moto, which answers for AWS on one port of 127.0.0.1. */
export class AwsEmulator {
  private constructor(
    /** `http://127.0.0.1:<port>` */
    readonly endpoint: string,
    readonly region: string,
    private readonly keysFile: string,
    private readonly moto: Moto,
  ) {}

  /**
   * Starts moto, and installs it into the cache first if it is missing.
   * @throws if it can't be installed or does not start.
   */
  static async start({
    processes,
    folder,
    progress,
    onUnexpectedExit,
    region = "us-east-1",
  }: AwsEmulatorProps): Promise<AwsEmulator> {
    const moto = await provideMoto(progress);
    const port = await freePort();
    const keysFile = join(folder, "web-identity-keys.json");
    const emulator = new AwsEmulator(`http://127.0.0.1:${port}`, region, keysFile, moto);
    const address = ["-H", "127.0.0.1", "-p", port.toString()];
    const server = processes.start("moto", moto.python, [moto.server, ...address], {
      environment: {
        // AWS' own managed policies, such as the one for enhanced monitoring.
        MOTO_IAM_LOAD_MANAGED_POLICIES: "true",
        LAB_KEYS_FILE: keysFile,
        // No .pyc files in the repository.
        PYTHONDONTWRITEBYTECODE: "1",
      },
      graceMilliseconds: 1000,
      ...(onUnexpectedExit && { onUnexpectedExit }),
    });
    // Not /moto-api/data.json: it reads everything in the emulator, and needs gigabytes once there is a database.
    await server.until("ready", async () => (await fetch(`${emulator.endpoint}/moto-api/`)).ok);
    return emulator;
  }

  get version(): string {
    return this.moto.version;
  }

  /**
   * Variables that direct an AWS SDK to the emulator. STS has its own: version 2 of the SDK for Go resolves credentials before it
   * looks at the common variable (aws-sdk-go-v2: config/config.go, order of the resolvers).
   */
  get endpointVariables(): { AWS_ENDPOINT_URL: string; AWS_ENDPOINT_URL_STS: string } {
    return { AWS_ENDPOINT_URL: this.endpoint, AWS_ENDPOINT_URL_STS: this.endpoint };
  }

  /** Variables that make a program use the emulator, as a caller that may do everything while IAM is not enforced. */
  get variables(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: "emulator",
      AWS_SECRET_ACCESS_KEY: "emulator",
      AWS_REGION: this.region,
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
      // An error of the emulator should show at once, not after 25 attempts.
      AWS_MAX_ATTEMPTS: "3",
    };
  }

  /** Creates what exists in the accounts before the first apply. */
  async exist(accounts: readonly ExistingAccount[]): Promise<void> {
    const answer = await fetch(`${this.endpoint}/moto-api/existing`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(accounts),
    });
    if (!answer.ok) throw new Error(`moto did not create what exists: ${await answer.text()}`);
  }

  /** The administrator's password of a database cluster, as the emulator received it. */
  async databasePassword(cluster: string): Promise<string | undefined> {
    const answer = await fetch(`${this.endpoint}/moto-api/database-passwords`);
    return ((await answer.json()) as Record<string, string>)[cluster];
  }

  /**
   * Calls operations. @returns their answers in order; `{error, message}` for a refused call
   * @param variables credentials of the caller. @default a caller that may do everything while IAM is not enforced
   */
  async calls(
    { account, region }: AccountAndRegion,
    calls: readonly AwsCall[],
    variables: Readonly<Record<string, string>> = {},
  ): Promise<Record<string, unknown>[]> {
    const env = { ...withoutAws(process.env), ...this.variables, ...variables };
    const asking = run(this.moto.python, [this.moto.calls], { env, maxBuffer: 256 * 2 ** 20 });
    asking.child.stdin?.end(JSON.stringify(calls.map((call) => ({ ...call, account, region }))));
    try {
      return JSON.parse((await asking).stdout) as Record<string, unknown>[];
    } catch (error) {
      const { stderr = "", message } = error as Error & { stderr?: string };
      const last = stderr.trimEnd().split("\n").at(-1);
      throw new Error(`the call of the emulator failed: ${last === "" ? message : last}`, { cause: error });
    }
  }

  async call(
    target: AccountAndRegion,
    service: string,
    operation: string,
    parameters = {},
  ): Promise<Record<string, unknown>> {
    const [answer] = await this.calls(target, [{ service, operation, parameters }]);
    return answer ?? {};
  }

  /** Switches IAM on (requests are refused unless a policy allows them) or off (all are allowed). */
  async enforceIam(on: boolean): Promise<void> {
    // The number of requests that stay unchecked from now on.
    const response = await fetch(`${this.endpoint}/moto-api/reset-auth`, {
      method: "POST",
      body: on ? "0" : "inf",
    });
    if (!response.ok) throw new Error(`moto did not switch its authorization: ${await response.text()}`);
  }

  /** What callers asked for while IAM was on and their policies allowed: an ARN and an action of each. */
  async allowedActions(): Promise<{ caller: string; action: string }[]> {
    const answer = await fetch(`${this.endpoint}/moto-api/allowed-actions`);
    return ((await answer.json()) as [string, string][]).map(([caller, action]) => ({ caller, action }));
  }

  async createBucket(name: string): Promise<void> {
    await this.s3("PUT", name);
  }

  /** Web identity tokens signed by one of these keys (a JSON web key set) can assume the roles that trust them. */
  trustKeys(keySet: string): void {
    writeFileSync(this.keysFile, keySet);
  }

  /** Creates a role and returns its ARN. Like all unsigned requests here, it needs IAM to be off. */
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
    return this.request("s3", `${this.endpoint}/${path}`, { method, body });
  }

  /** One request of the IAM query API, unsigned. */
  async iam(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const body = new URLSearchParams({ Action: action, Version: "2010-05-08", ...parameters });
    return this.request("iam", this.endpoint, { method: "POST", body });
  }

  private async request(service: string, url: string, init: RequestInit): Promise<string> {
    // moto reads service and region from the credential's scope; it does not check the signature.
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

/** The variables without those that could direct an AWS program to a real account. */
export function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(AWS_|TF_|CDKTF_)/.test(name)));
}
