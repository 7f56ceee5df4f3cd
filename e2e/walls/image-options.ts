import type { Environment } from "../../config/environment";
import { team } from "./objects";

/** Secret with which nodes pull images. */
export const pullSecret = "registry-login";
/** Repository that the team only pulls from. */
export const sharedRepository = "platform/base";

/** The environment with a registry that demands a login, and with a shared repository. */
export function withImageOptions(environment: Environment): Environment {
  const { images, teams } = environment;
  return {
    ...environment,
    images: { ...images, pullSecret },
    teams: teams.map((one) => (one.namespace === team ? { ...one, pullsFrom: [sharedRepository] } : one)),
  };
}
