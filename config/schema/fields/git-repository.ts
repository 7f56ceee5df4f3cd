import { text } from "./basic";

/** A Git repository as checkouts and provenance name it. */
export const gitRepository = text(
  /^https:\/\/[A-Za-z0-9.-]+(:[0-9]+)?(\/[A-Za-z0-9._~+-]+)+$/,
  "must be the HTTPS URL of a Git repository as workflows name it, without credentials and without a slash at the end",
);
