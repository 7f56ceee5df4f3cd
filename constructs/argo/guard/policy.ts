import type { GuardPolicyName } from "../../../config/guard-policies";
import { guardPolicyName } from "../../../config/guard-policies";
import type { Manifest } from "../../kubernetes/manifests";
import { ownLabels } from "../labels";

/** What a policy refuses: nothing that the expression calls false is stored. */
export interface Validation {
  /** CEL (Kubernetes: API ValidatingAdmissionPolicy). */
  readonly expression: string;
  /** What was refused and what to do instead; people read it in the UI, the CLI and the portal. */
  readonly message: string;
  /** CEL that gives the sentence if it depends on the request; it begins like `message`. */
  readonly messageExpression?: string;
}

export interface Named {
  readonly name: string;
  readonly expression: string;
}

/** The requests that a policy judges. */
export interface ResourceRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly ("CREATE" | "UPDATE")[];
}

/** One rule of the guard. */
export interface Policy {
  readonly name: GuardPolicyName;
  /** The namespaces in which it holds; `except` means every namespace but these. */
  readonly namespaces: readonly string[] | { readonly except: readonly string[] };
  readonly resources: readonly ResourceRule[];
  /** A request that doesn't meet all of them isn't judged. */
  readonly conditions?: readonly Named[];
  /**
   * A kind of Argo's: the policy judges a request once for each object of it, in expressions `params`, in the request's
   * namespace if the kind has one. Without an object, it refuses nothing.
   */
  readonly params?: "ClusterWorkflowTemplate" | "WorkflowTemplate";
  /** Used in expressions as `variables.<name>`. */
  readonly variables?: readonly Named[];
  readonly validations: readonly Validation[];
}

/** What happens to a request that a policy refuses: it fails, or the caller is warned and the audit log says so. */
export type GuardMode = "enforce" | "audit";

/** A policy and its binding, as the cluster gets them; nothing if the policy holds in no namespace. */
export function manifestsOfPolicy(policy: Policy, mode: GuardMode): Manifest[] {
  const { namespaces } = policy;
  const except = "except" in namespaces;
  const values = except ? namespaces.except : namespaces;
  if (!except && values.length === 0) return [];
  const metadata = { name: guardPolicyName(policy.name), labels: guardLabels };
  return [
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicy",
      metadata,
      spec: {
        // An expression that can't be evaluated refuses, too.
        failurePolicy: "Fail",
        ...(policy.params && { paramKind: { apiVersion: "argoproj.io/v1alpha1", kind: policy.params } }),
        matchConstraints: {
          ...everyObject,
          namespaceSelector: {},
          resourceRules: policy.resources.map((rule) => ({ ...rule, apiVersions: ["*"], scope: "*" })),
        },
        ...(policy.conditions && { matchConditions: policy.conditions }),
        ...(policy.variables && { variables: policy.variables }),
        validations: policy.validations.map((one) => ({ ...one, reason: "Forbidden" })),
      },
    },
    {
      apiVersion: "admissionregistration.k8s.io/v1",
      kind: "ValidatingAdmissionPolicyBinding",
      metadata,
      spec: {
        policyName: metadata.name,
        ...(policy.params && { paramRef: { selector: {}, parameterNotFoundAction: "Allow" } }),
        validationActions: mode === "enforce" ? ["Deny"] : ["Warn", "Audit"],
        matchResources: {
          ...everyObject,
          namespaceSelector: {
            matchExpressions: [
              // Kubernetes itself keeps this label; nobody can remove it.
              { key: "kubernetes.io/metadata.name", operator: except ? "NotIn" : "In", values },
            ],
          },
        },
      },
    },
  ];
}

/** Kubernetes' own defaults, said aloud so that a second apply changes nothing. */
const everyObject = { matchPolicy: "Equivalent", objectSelector: {} } as const;

/** By them `kubectl` finds every policy and binding of the guard. */
export const guardLabels = { ...ownLabels, "app.kubernetes.io/component": "guard" } as const;
