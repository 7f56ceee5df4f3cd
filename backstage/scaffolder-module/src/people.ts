import type { AuthService, BackstageCredentials, UserInfoService } from "@backstage/backend-plugin-api";
import { AuthenticationError, NotAllowedError } from "@backstage/errors";

import type { Person } from "./access-list";
import { oneLine } from "./one-line";

/** Backstage's sign-in. It decides which groups a person is in; entities in the catalog play no role here. */
export class People {
  constructor(
    private readonly auth: AuthService,
    private readonly userInfo: UserInfoService,
  ) {}

  /**
   * The person for whom a request is made.
   * @throws NotAllowedError for a service, AuthenticationError if the sign-in isn't valid any longer
   */
  async from(credentials: BackstageCredentials): Promise<Person> {
    if (!this.auth.isPrincipal(credentials, "user"))
      throw new NotAllowedError(
        "Argo Workflows are only for people who signed in to Backstage, not for services",
      );
    try {
      const { userEntityRef, ownershipEntityRefs } = await this.userInfo.getUserInfo(credentials);
      return { ref: userEntityRef, ownershipRefs: ownershipEntityRefs };
    } catch (error) {
      throw new AuthenticationError(
        `Backstage can't determine the groups of ${credentials.principal.userEntityRef}; sign in again and start over (${oneLine(String(error), 200)})`,
      );
    }
  }

  /** The person to whom a Backstage token belongs. @throws AuthenticationError for any other token */
  async fromToken(token: string): Promise<Person> {
    const credentials = await this.auth.authenticate(token).catch(() => undefined);
    if (credentials === undefined)
      throw new AuthenticationError(
        "token must be the Backstage token of the person for whom the picker asks",
      );
    return this.from(credentials);
  }
}
