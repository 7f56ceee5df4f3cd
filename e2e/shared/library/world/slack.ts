import { bodyOf, type Handler } from "./front";

/** Stands in for Slack's incoming webhooks: records what it is told. */
export class Slack {
  /** The text of every message, as sent, in order. */
  readonly messages: string[] = [];

  readonly handle: Handler = async (request, response) => {
    const body = (await bodyOf(request)).toString();
    // Slack's own answer to what it can't read.
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
