import type { BackstageCredentials, LoggerService } from "@backstage/backend-plugin-api";

import { realClock, type Clock } from "./argo/clock";
import { withRetries } from "./argo/retries";
import type { Instances } from "./instances";
import type { People } from "./people";
import { PersonalAccess } from "./personal-access";

/** What `ArgoAccess.retry` needs of an action's context. */
interface RetryContext {
  readonly logger: Pick<LoggerService, "warn">;
  readonly signal?: AbortSignal | undefined;
}

/** The Argo servers in the configuration. They can be used only on behalf of a person. */
export class ArgoAccess {
  constructor(
    private readonly instances: Instances,
    private readonly people: People,
    readonly clock: Clock = realClock,
  ) {}

  /** The access of the person for whom a task runs or a request is made. @throws as `People.from` */
  async for(credentials: BackstageCredentials): Promise<PersonalAccess> {
    return new PersonalAccess(this.instances, await this.people.from(credentials));
  }

  /** The access of the person to whom a Backstage token belongs. @throws as `People.fromToken` */
  async forToken(token: string): Promise<PersonalAccess> {
    return new PersonalAccess(this.instances, await this.people.fromToken(token));
  }

  /** Runs an operation that is safe to repeat, and repeats it after failures that may pass. */
  async retry<T>({ logger, signal }: RetryContext, operation: () => Promise<T>): Promise<T> {
    return withRetries(operation, this.clock, signal, (error, milliseconds) =>
      logger.warn(`${error.message}; trying again in ${milliseconds / 1000} s`),
    );
  }
}
