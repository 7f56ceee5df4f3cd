import { bodyOf, type Handler } from "./virtual-hosts";

interface Message {
  readonly type?: string;
  readonly attachments?: readonly { readonly contentType?: string; readonly content?: object }[];
}

/** A stand-in for the webhook of a workflow in Microsoft Teams: records the cards that it receives. */
export class MicrosoftTeams {
  /** The text of each card, in order of arrival. */
  readonly cards: string[] = [];

  readonly handle: Handler = async (request, response) => {
    const card = cardOf((await bodyOf(request)).toString());
    response.writeHead(request.method === "POST" && card !== undefined ? 202 : 400).end();
    if (card !== undefined) this.cards.push(card);
  };
}

function cardOf(body: string): string | undefined {
  try {
    const { type, attachments: [card] = [] } = JSON.parse(body) as Message;
    const isCard = type === "message" && card?.contentType === "application/vnd.microsoft.card.adaptive";
    return isCard ? JSON.stringify(card.content) : undefined;
  } catch {
    return undefined;
  }
}
