import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PrivateRegistry } from "../../../../../e2e/shared/library/services/private-registry";

const ecr = "111111111111.dkr.ecr.eu-central-1.amazonaws.com";
const login = `Basic ${Buffer.from("AWS:111111111111-auth-token").toString("base64")}`;

/** A registry that keeps manifests by path. */
function plainRegistry(): Server {
  const stored = new Map<string, string>();
  return createServer((request, response) => {
    const path = request.url ?? "";
    const digest = stored.get(path);
    if (request.method === "HEAD") {
      response.writeHead(digest === undefined ? 404 : 200, { "docker-content-digest": digest ?? "" });
      return void response.end();
    }
    void (async () => {
      const hash = createHash("sha256");
      for await (const chunk of request) hash.update(chunk as Buffer);
      stored.set(path, `sha256:${hash.digest("hex")}`);
      response.writeHead(201);
      response.end();
    })();
  });
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("PrivateRegistry", () => {
  let servers: Server[];
  let registry: PrivateRegistry;
  let put: (path: string, body: string, headers?: Record<string, string>) => Promise<number>;

  beforeEach(async () => {
    const plain = plainRegistry();
    registry = new PrivateRegistry(await listen(plain));
    const server = createServer((request, response) => {
      request.headers.host = String(request.headers["x-host"]);
      void registry.handle(request, response);
    });
    const address = await listen(server);
    servers = [plain, server];
    put = async (path, body, headers = { Authorization: login }) => {
      const url = `http://${address}/v2/${path}`;
      return (await fetch(url, { method: "PUT", body, headers: { "X-Host": ecr, ...headers } })).status;
    };
  });

  afterEach(() => servers.forEach((server) => server.close().closeAllConnections()));

  it("requires ECR's login for ECR's host name only", async () => {
    expect(await put("app/manifests/1", "one", {})).toBe(401);
    expect(await put("app/manifests/1", "one", { "X-Host": "registry.example.com" })).toBe(201);
  });

  it("refuses to move a tag, accepts the same content again, and lists pushes", async () => {
    expect(await put("app/manifests/1", "one")).toBe(201);
    expect(await put("app/manifests/1", "two")).toBe(400);
    expect(await put("app/manifests/1", "one")).toBe(201);
    expect(registry.pushes.map(({ tag }) => tag)).toEqual(["app:1", "app:1"]);
  });

  it("moves tags that tools derive from a digest, and those of layer caches", async () => {
    for (const path of [`app/manifests/sha256-${"0".repeat(64)}`, "app-cache/manifests/key"]) {
      expect(await put(path, "one")).toBe(201);
      expect(await put(path, "two")).toBe(201);
    }
  });
});
