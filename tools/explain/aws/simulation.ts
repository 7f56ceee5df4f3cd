import { runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import type { PolicyDocument } from "./policy-atoms";

/** One question to a policy: may this be done to that, in a request with these condition keys? */
export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Whether the policy of a role allows what is asked, by the simulator that the tests of tenant isolation use too. The
 * question is about this policy alone: a permissions boundary or a policy of the organization can only take away.
 */
export function allows(document: PolicyDocument, question: Question): boolean {
  const key = JSON.stringify(question);
  const answers = known.get(document) ?? new Map<string, boolean>();
  known.set(document, answers);
  const answer = answers.get(key) ?? ask(document, question);
  answers.set(key, answer);
  return answer;
}

const known = new WeakMap<PolicyDocument, Map<string, boolean>>();

const account = "111122223333";

function ask(document: PolicyDocument, { action, resource, context }: Question): boolean {
  const request: Simulation = {
    request: {
      principal: `arn:aws:iam::${account}:role/asked`,
      action,
      resource: { resource, accountId: account },
      contextVariables: context as Record<string, string | string[]>,
    },
    identityPolicies: [{ name: "role", policy: document }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  // A key lets the policies of its account decide only if its own policy says so. All keys of the project do.
  const delegated = action.startsWith("kms:") && {
    resourcePolicy: {
      __validated: true,
      policyDocument: accountDecides,
      metadata: { name: "key" },
      errors: [],
    },
  };
  return runUnsafeSimulation({ ...request, ...delegated }, {}) === "Allowed";
}

const accountDecides = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
  ],
};
