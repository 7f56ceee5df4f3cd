import { z } from "zod";
import { guardPolicies } from "../guard-policies";
import { oneOf, section } from "./fields/basic";

/** The guard at the API server. docs/guard.md lists its policies. */
export const guard = section({
  mode: oneOf(["enforce", "audit"])
    .default("enforce")
    .describe("enforce: refuse the request. audit: allow it, warn the caller, and mark it in the audit log"),
  policies: z
    .partialRecord(
      z.enum(guardPolicies, { error: `must be one of ${guardPolicies.join(", ")}` }),
      oneOf(["enforce", "audit"]),
      {
        error: "must be a map of policies and their modes",
      },
    )
    .default({})
    .describe("Modes of single policies, by name, such as images: audit. Default: the value of mode"),
})
  .prefault({})
  .describe("What the guard at the API server does with a request that breaks a policy; see docs/guard.md");
