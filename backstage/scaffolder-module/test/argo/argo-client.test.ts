import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { ArgoClient } from "../../src/argo/argo-client";
import { instancesOf } from "../fixtures/context";
import { backstageToken, FakeArgo } from "../fixtures/fake-argo";

const path = ["api", "v1", "cluster-workflow-templates"];

describe("ArgoClient", () => {
  let argo: FakeArgo;
  beforeEach(async () => (argo = await FakeArgo.start()));
  afterEach(() => argo.stop());

  const client = (milliseconds = 2000, bytes = 1024 * 1024) =>
    new ArgoClient(instancesOf(argo).named(), { milliseconds, bytes });
  const failing = async (request: Promise<unknown>) =>
    request.then(
      () => fail("succeeded"),
      (error: Error) => error,
    ) as Promise<Error>;

  it("sends the token as a bearer token", async () => {
    await client().json({ path });
    expect(argo.received[0]?.authorization).toBe(`Bearer ${backstageToken}`);
  });

  it("encodes names that would lead to another path", async () => {
    await failing(client().json({ path: [...path, "../../userinfo?x=1#y"] }));
    expect(argo.received[0]?.path).toBe("/api/v1/cluster-workflow-templates/..%2F..%2Fuserinfo%3Fx%3D1%23y");
  });

  it.each(["..", ".", ""])("sends no request for the name %j, which a URL leaves out", async (name) => {
    const error = await failing(client().json({ path: [...path, name] }));
    expect(error.message).toContain("isn't a path of Argo's API");
    expect(argo.received).toEqual([]);
  });

  it("follows no redirect, so that no other server gets the token", async () => {
    let visited = false;
    const elsewhere = createServer((_, response) => {
      visited = true;
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await once(elsewhere, "listening");
    const { port } = elsewhere.address() as AddressInfo;
    argo.before = (_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
      return true;
    };
    const error = await failing(client().json({ path }));
    elsewhere.close();
    expect(error.message).toContain("answered with a redirect (302), which Backstage doesn't follow");
    expect(visited).toBe(false);
  });

  it.each([
    [401, "AuthenticationError", "the server rejects the token"],
    [403, "NotAllowedError", "Backstage's service account may not do this"],
    [404, "NotFoundError", "not found"],
    [503, "ServiceUnavailableError", "answered 503"],
  ])("tells a %d as %s", async (status, name, words) => {
    argo.before = (_, response) => {
      response.writeHead(status).end(JSON.stringify({ code: 7, message: "said the server" }));
      return true;
    };
    const error = await failing(client().json({ path }));
    expect(error).toMatchObject({ name, status });
    expect(error.message).toContain(words);
    expect(error.message).toContain("said the server");
  });

  it("removes the token and control characters from a server's message", async () => {
    argo.before = (_, response) => {
      response
        .writeHead(500)
        .end(JSON.stringify({ message: `bad \x1b[31m${backstageToken}\x1b[0m\nheader` }));
      return true;
    };
    const { message } = await failing(client().json({ path }));
    expect(message).toContain("bad [token] header");
    expect(message).not.toContain(backstageToken);
  });

  it("refuses a response that takes too long, or that is too long", async () => {
    argo.before = () => true;
    expect((await failing(client(100).json({ path }))).message).toContain("did not answer within 0.1 s");
    argo.before = (_, response) => {
      response.end("x".repeat(5000));
      return true;
    };
    expect((await failing(client(2000, 4096).json({ path }))).message).toContain("answered with more than");
  });

  it("names the content type if the response isn't JSON", async () => {
    argo.before = (_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html>Log in</html>");
      return true;
    };
    expect((await failing(client().json({ path }))).message).toContain(
      "answered with text/html instead of JSON",
    );
  });

  it("reports a server that can't be reached", async () => {
    const asked = client();
    await argo.stop();
    const error = await failing(asked.json({ path }));
    expect(error).toMatchObject({ transient: true });
    expect(error.message).toContain("can't be reached: ECONNREFUSED");
    argo = await FakeArgo.start();
  });

  it("fails with the caller's reason if the caller aborts", async () => {
    argo.before = () => true;
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error("no longer wanted")), 50);
    expect((await failing(client().json({ path, signal: controller.signal }))).message).toBe(
      "no longer wanted",
    );
  });
});
