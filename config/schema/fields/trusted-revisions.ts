import { z } from "zod";
import { list, text } from "./basic";
import { gitRepository } from "./git-repository";

const revision = text(
  /^[A-Za-z0-9_][A-Za-z0-9._/@+#=*-]{0,199}$/,
  "must be a branch or tag, such as main; * stands for any characters, as in release/*",
);

/** Revisions whose builds may write caches, by repository. */
export const trustedRevisions = z
  .record(gitRepository, list(revision, { min: 1, max: 20 }, "must be a list of branches and tags"), {
    error: "must be a map of Git repositories and lists of branches and tags",
  })
  .refine((entries) => Object.keys(entries).length <= 50, { error: "must have at most 50 repositories" });
