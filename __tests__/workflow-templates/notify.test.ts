import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
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
  NAMESPACE: "team-a",
  WORKFLOW: "build-1?uid=12-34",
};
const run = "https://argo.example.com/workflows/team-a/build-1?uid=12-34";
const topic = {
  TOPIC: "arn:aws:sns:eu-west-1:123456789012:builds",
  SNS: "https://sns.eu-west-1.amazonaws.com",
  STS: "https://sts.eu-central-1.amazonaws.com",
  S3: "https://s3.eu-central-1.amazonaws.com",
  BUCKET: "artifacts",
  REGION: "eu-central-1",
  AWS_ROLE_ARN: "arn:aws:iam::123456789012:role/notifier",
};

describeWith("jq", "curl", "dash", "bash").each(shells)("notify in %s", (shell) => {
  /** curl needs an answer while it runs, so the script must not block this process. */
  async function tell(env: Record<string, string>): Promise<{ status: number | null; said: string }> {
    const prepared = script.run(shell, { env: message });
    const child = spawn(shell, ["-c", script.source], {
      env: { ...process.env, ...message, WORK: prepared.work, ...env },
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { status, said };
  }

  /** Something that answers on the loopback. @returns its address, and the bodies that it has received */
  async function listen(answer: (url: string, body: string) => string) {
    const bodies: string[] = [];
    const listener: RequestListener = (request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        bodies.push(body);
        response.end(answer(request.url ?? "", body));
      });
    };
    const server: Server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    return { server, bodies, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  it("says why no message is sent", () => {
    const stubs = { curl: "exit 1" };
    expect(script.run(shell, { env: message, stubs })).toMatchObject({ status: 0, calls: [] });
    const good = { ...message, STATUS: "Succeeded", WHEN: "failure", SLACK_WEBHOOK_URL: "http://x" };
    expect(script.run(shell, { env: good, stubs })).toMatchObject({
      status: 0,
      calls: [],
      stdout: "The team is told about failures only. No message was sent.\n",
    });
  });

  it("posts texts that can't be taken for markup, to Slack and Microsoft Teams", async () => {
    const { server, bodies, url } = await listen(() => "ok");
    const result = await tell({ SLACK_WEBHOOK_URL: `${url}/T0/secret`, TEAMS_WEBHOOK_URL: url });
    server.close();
    expect(result).toEqual({
      status: 0,
      said: "The message was posted to Slack.\nThe message was posted to Microsoft Teams.\n",
    });
    expect((JSON.parse(bodies[0] ?? "") as { text: string }).text).toBe(
      `:x: *api "1.0" &lt;!channel&gt;*: Failed\nline 1\nline 2 &amp; more\nhttps://ci.example.com/?a=1&amp;b=2\n${run}`,
    );
    const text = (line: string, style = {}) => ({
      type: "RichTextBlock",
      inlines: [{ type: "TextRun", text: line, ...style }],
    });
    expect(JSON.parse(bodies[1] ?? "")).toMatchObject({
      type: "message",
      attachments: [
        {
          contentType: "application/vnd.microsoft.card.adaptive",
          content: {
            type: "AdaptiveCard",
            body: [
              text('api "1.0" <!channel>: Failed', { color: "attention" }),
              ...[message.MESSAGE, message.URL, run].map((line) => text(line)),
            ],
            actions: [{ type: "Action.OpenUrl", url: run }],
          },
        },
      ],
    });
  });

  it("publishes to the topic as the pod's role, if the result has changed", async () => {
    const kept = new Map<string, string>();
    const { server, bodies, url } = await listen((path, body) => {
      if (body.includes("AssumeRoleWithWebIdentity"))
        return "<AccessKeyId>id</AccessKeyId>\n<SecretAccessKey>key</SecretAccessKey><SessionToken>s</SessionToken>";
      if (path.startsWith("/artifacts/notifications/team-a/") && body !== "") kept.set(path, body);
      return kept.get(path) ?? "";
    });
    const aws = {
      ...topic,
      WHEN: "change",
      AWS_ENDPOINT_URL: url,
      AWS_ENDPOINT_URL_STS: url,
      AWS_WEB_IDENTITY_TOKEN_FILE: "/dev/null",
    };
    const said = [];
    for (const STATUS of ["Failed", "Error", "Waiting", "Succeeded"])
      said.push((await tell({ ...aws, STATUS })).said);
    server.close();
    const posted = "The message was posted to the topic.\n";
    expect(said).toEqual([posted, "The last result was the same. No message was sent.\n", posted, posted]);
    expect([...kept.values()]).toEqual(["succeeded"]);
    const published = bodies
      .filter((body) => body.startsWith("Action=Publish"))
      .map((body) => new URLSearchParams(body));
    expect(Object.fromEntries(published[0] ?? [])).toMatchObject({
      TopicArn: topic.TOPIC,
      Subject: 'Argo: api "1.0" <!channel>: Failed',
      Message: ['api "1.0" <!channel>: Failed', message.MESSAGE, message.URL, run].join("\n"),
      "MessageAttributes.entry.1.Value.StringValue": "Failed",
      "MessageAttributes.entry.2.Value.StringValue": "team-a",
    });
    expect(published).toHaveLength(3);
  });

  it("is content where nobody answers, and its log names no webhook", async () => {
    const webhook = "hooks.example.invalid/secret";
    const { status, said } = await tell({
      ...topic,
      SLACK_WEBHOOK_URL: webhook,
      TEAMS_WEBHOOK_URL: `--output=/tmp/${webhook}`,
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    });
    expect(status).toBe(0);
    expect(
      said.match(/could not be posted to (Slack|Microsoft Teams|the topic) \(HTTP status 000\)/g),
    ).toHaveLength(3);
    expect(said).not.toContain("secret");
  });

  it("has a sign for each status, and no link where the platform gave no address", () => {
    const text = (STATUS: string) => {
      const { work } = script.run(shell, {
        env: { ...message, STATUS, SERVER: "", SLACK_WEBHOOK_URL: "http://x" },
        stubs: { curl: "exit 0" },
      });
      return (JSON.parse(readFileSync(join(work, "payload"), "utf8")) as { text: string }).text;
    };
    const texts = ["Succeeded", "Failed", "Error", "Waiting", "?"].map(text);
    expect(texts.map((each) => each.split(" ")[0])).toEqual([
      ":white_check_mark:",
      ":x:",
      ":warning:",
      ":hourglass:",
      ":grey_question:",
    ]);
    expect(texts.join()).not.toContain("/workflows/");
  });
});
