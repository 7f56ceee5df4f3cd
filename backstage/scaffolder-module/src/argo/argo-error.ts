import { CustomErrorBase } from "@backstage/errors";

/** What Backstage's own errors are called, so that its HTTP layer answers with the right status. */
const names: Readonly<Record<number, string>> = {
  400: "InputError",
  401: "AuthenticationError",
  403: "NotAllowedError",
  404: "NotFoundError",
  409: "ConflictError",
  429: "ServiceUnavailableError",
  503: "ServiceUnavailableError",
};

/** Argo's server refused, answered nonsense, or didn't answer. */
export class ArgoError extends CustomErrorBase {
  override name: string;

  constructor(
    message: string,
    /** HTTP status; undefined if there was no answer. */
    readonly status?: number,
    /** Whether the same request may succeed a little later. */
    readonly transient = false,
    /** What the server asked for with `Retry-After`. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = (status !== undefined && names[status]) || "ArgoError";
  }
}
