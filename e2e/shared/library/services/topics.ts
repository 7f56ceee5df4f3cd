import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsEmulator } from "../../../lab/aws-emulator";
import type { EnvironmentStacks } from "../../installation/stack-manifests";
import { bodyOf } from "./virtual-hosts";

/** What SNS posts to a subscriber. */
export interface Notification {
  readonly TopicArn: string;
  readonly Subject: string;
  readonly Message: string;
}

/** The topics of the teams, in the emulator, and one subscriber to all of them. */
export class Topics {
  readonly received: Notification[] = [];
  readonly #server: Server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const message = JSON.parse(body.toString()) as Partial<Notification>;
      if (message.Message !== undefined && message.Subject !== undefined)
        this.received.push(message as Notification);
      response.end();
    });
  });

  /** Needs IAM to be off. */
  async create(aws: AwsEmulator, { environment }: EnvironmentStacks): Promise<void> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    const endpoint = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
    for (const { notifications } of environment.teams) {
      const [, , , region = "", account = "", name = ""] = notifications.topicArn?.split(":") ?? [];
      if (notifications.topicArn === undefined) continue;
      const at = { account, region };
      await aws.call(at, "sns", "create_topic", { Name: name });
      const subscription = { TopicArn: notifications.topicArn, Protocol: "http", Endpoint: endpoint };
      await aws.call(at, "sns", "subscribe", subscription);
    }
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
