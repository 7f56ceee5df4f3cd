import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describeWith, shells, TemplateScript } from "./template-script";

const script = TemplateScript.find("common/notify", "post");
const message = {
  STATUS: "Failed",
  SUBJECT: 'api "1.0" <!channel>',
  MESSAGE: "line 1\nline 2 & more",
  URL: "https://ci.example.com/?a=1&b=2",
  SERVER: "https://argo.example.com",
  WORKFLOW: "team-a/build-1?uid=12-34",
};

describeWith("jq", "curl", "dash", "bash").each(shells)("notify in %s", (shell) => {
  /** curl needs an answer while it runs, so the script must not block this process. */
  async function post(url: string): Promise<{ status: number | null; said: string }> {
    const prepared = script.run(shell, { env: { ...message, SLACK_WEBHOOK_URL: "" } });
    const child = spawn(shell, ["-c", script.source], {
      env: { ...process.env, ...message, WORK: prepared.work, SLACK_WEBHOOK_URL: url },
    });
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { status, said };
  }

  /** A webhook on the loopback. */
  async function listen(answer: RequestListener): Promise<{ server: Server; url: string }> {
    const server = createServer(answer).listen(0, "127.0.0.1");
    await once(server, "listening");
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0` };
  }

  it("says nothing, and is content, where there is no webhook", () => {
    const run = script.run(shell, { env: message, stubs: { curl: "exit 1" } });
    expect(run).toMatchObject({ status: 0, calls: [] });
    expect(existsSync(join(run.work, "payload.json"))).toBe(false);
  });

  it("posts JSON whose text can't be taken for markup", async () => {
    const bodies: string[] = [];
    const { server, url } = await listen((request, response) => {
      request.on("data", (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on("end", () => response.end("ok"));
    });
    const result = await post(url);
    server.close();
    expect(result).toEqual({ status: 0, said: "The message was posted to Slack.\n" });
    expect((JSON.parse(bodies.join("")) as { text: string }).text).toBe(
      ':x: *api "1.0" &lt;!channel&gt;*: Failed\nline 1\nline 2 &amp; more\nhttps://ci.example.com/?a=1&amp;b=2\n' +
        "https://argo.example.com/workflows/team-a/build-1?uid=12-34",
    );
  });

  it("has no link to the workflow where the platform gave no address", () => {
    const { work } = script.run(shell, {
      env: { ...message, SERVER: "", SLACK_WEBHOOK_URL: "http://x" },
      stubs: { curl: "exit 0" },
    });
    expect(readFileSync(join(work, "payload.json"), "utf8")).not.toContain("/workflows/");
  });

  it("is content where Slack refuses or isn't there", async () => {
    const { server, url } = await listen((_, response) => response.writeHead(404).end());
    const refused = await post(url);
    server.close();
    const dead = await post("http://127.0.0.1:1/");
    const nonsense = await post("--output=/tmp/x");
    for (const { status, said } of [refused, dead, nonsense]) {
      expect(status).toBe(0);
      expect(said).toContain("The message could not be posted to Slack.");
    }
  });

  it("has a sign for each status", () => {
    const run = (status: string) => {
      const { work } = script.run(shell, {
        env: { ...message, STATUS: status, SLACK_WEBHOOK_URL: "http://x" },
        stubs: { curl: "exit 0" },
      });
      return (JSON.parse(readFileSync(join(work, "payload.json"), "utf8")) as { text: string }).text.split(
        " ",
      )[0];
    };
    expect(["Succeeded", "Failed", "Error", "?"].map(run)).toEqual([
      ":white_check_mark:",
      ":x:",
      ":warning:",
      ":grey_question:",
    ]);
  });
});
