import { Construct } from "constructs";
import type { Environment } from "../../../config/environment";
import { guardNamespace, guardRelease } from "../../../config/naming";
import { type Manifest, Manifests } from "../../kubernetes/manifests";
import { policiesOf } from "./policies";
import { manifestsOfPolicy } from "./policy";
import { recordManifests } from "./record";

/**
 * The guard at the API server: ValidatingAdmissionPolicies that refuse what no honest client sends. They need no
 * webhook and no pod, and hold for everyone, whatever RBAC grants. docs/guard.md says what each one refuses.
 */
export class Guard extends Construct {
  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id);
    new Manifests(this, guardRelease, {
      release: guardRelease,
      namespace: guardNamespace,
      manifests: guardManifests(environment),
    });
  }
}

/** Every policy with its binding, in the mode that the environment file gives it, and the record for the audit log. */
export function guardManifests(environment: Environment): Manifest[] {
  const rules = policiesOf(environment).flatMap((policy) =>
    manifestsOfPolicy(policy, environment.guard[policy.name]),
  );
  return [...rules, ...recordManifests(environment)];
}
