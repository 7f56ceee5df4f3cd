import { generateKeyPairSync, sign } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = { ...publicKey.export({ format: "jwk" }), kid: "check", alg: "ES256", use: "sig" };

/** Replaces the auth plugin for a backend: issues tokens of signed-in people, and serves the key that verifies them. */
export class SignIn {
  private constructor(private readonly server: Server) {}

  static async start(): Promise<SignIn> {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ keys: [key] }));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return new SignIn(server);
  }

  /** `discovery.endpoints` of app-config, which lead to it. */
  get endpoints(): object[] {
    const { port } = this.server.address() as AddressInfo;
    return [{ target: `http://127.0.0.1:${port}`, plugins: ["auth"] }];
  }

  /** A person's token. @param groups entity references */
  tokenOf(person: string, groups: readonly string[]): string {
    const now = Math.floor(Date.now() / 1000);
    const claims = { aud: "backstage", sub: person, ent: [person, ...groups], iat: now, exp: now + 3600 };
    const unsigned = [{ alg: key.alg, kid: key.kid }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const options = { key: privateKey, dsaEncoding: "ieee-p1363" } as const;
    return `${unsigned}.${sign("sha256", Buffer.from(unsigned), options).toString("base64url")}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
