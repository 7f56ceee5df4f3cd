import { list, text } from "./basic";

const ssoGroup = text(
  /^[^\s'"\\][^'"\\\p{C}]{0,254}$/u,
  "must be the name of a group of your identity provider: at most 255 characters, without quotes or backslashes",
);
export const ssoGroups = list(ssoGroup, { min: 0, max: 20 }, "must be a list of groups");
/** At least one. */
export const someSsoGroups = list(ssoGroup, { min: 1, max: 20 }, "must be a list of groups");
