import { z } from "zod";
import { guardPolicies } from "../guard-policies";
import { oneOf, section } from "./fields/basic";

/** The guard at the API server; docs/guard.md lists its policies. */
export const guard = section({
  mode: oneOf(["enforce", "audit"])
    .default("enforce")
    .describe("enforce: refuse a request. audit: let it pass, warn the caller, and mark it in the audit log"),
  policies: z
    .partialRecord(
      z.enum(guardPolicies, { error: `must be one of ${guardPolicies.join(", ")}` }),
      oneOf(["enforce", "audit"]),
      {
        error: "must be a map of policies of the guard",
      },
    )
    .default({})
    .describe("Policies that have a mode of their own, by name, such as images: audit"),
})
  .prefault({})
  .describe("The guard at the API server: what it does with a request that a policy refuses");
