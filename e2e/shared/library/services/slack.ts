import { bodyOf, type Handler } from "./virtual-hosts";

/** A stand-in for Slack's incoming webhooks: records the messages that it receives. */
export class Slack {
  /** The body of each message, in order of arrival. */
  readonly messages: string[] = [];

  readonly handle: Handler = async (request, response) => {
    const body = (await bodyOf(request)).toString();
    // Slack's own answer to a body that it can't parse.
    if (request.method !== "POST" || !isJson(body)) {
      response.writeHead(400);
      return void response.end("invalid_payload");
    }
    this.messages.push(body);
    response.end("ok");
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
