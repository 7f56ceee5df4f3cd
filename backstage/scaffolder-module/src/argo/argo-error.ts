import { CustomErrorBase } from "@backstage/errors";

/** Names of Backstage's own errors, so that its HTTP layer answers with the right status. */
const names: Readonly<Record<number, string>> = {
  400: "InputError",
  401: "AuthenticationError",
  403: "NotAllowedError",
  404: "NotFoundError",
  409: "ConflictError",
  429: "ServiceUnavailableError",
  503: "ServiceUnavailableError",
};

/** Argo's server refused a request, gave an unusable answer, or gave none. */
export class ArgoError extends CustomErrorBase {
  override name: string;

  constructor(
    message: string,
    /** HTTP status; undefined without an answer. */
    readonly status?: number,
    /** Whether the same request may succeed later. */
    readonly transient = false,
    /** Value of the header `Retry-After`. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = (status !== undefined && names[status]) || "ArgoError";
  }
}
