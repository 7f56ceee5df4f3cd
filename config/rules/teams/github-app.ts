import { githubAppSecret } from "../../aws-naming";
import { gitCredentials } from "../../naming";
import type { Draft, Violation } from "../violation";

/** What the App makes, and the key that it makes it with, can't also come from the list of secrets. */
export function githubAppRules({ teams }: Draft): Violation[] {
  return Object.entries(teams ?? {}).flatMap(([team, { githubApp, secrets }]) =>
    githubApp === undefined
      ? []
      : secrets.flatMap((name, index): Violation[] => {
          const message = refusals[name];
          return message === undefined ? [] : [{ path: ["teams", team, "secrets", index], message }];
        }),
  );
}

const refusals: Readonly<Record<string, string>> = {
  [gitCredentials]: "is the Secret that githubApp makes; remove it here, or remove githubApp",
  [githubAppSecret]:
    "is the private key of githubApp, which must not come into the team's namespace; remove it here",
};
