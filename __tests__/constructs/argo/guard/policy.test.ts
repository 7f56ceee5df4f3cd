import { manifestsOfPolicy, type Policy } from "../../../../constructs/argo/guard/policy";

const policy: Policy = {
  name: "images",
  namespaces: ["team-a"],
  resources: [{ apiGroups: [""], resources: ["pods"], operations: ["CREATE"] }],
  validations: [{ expression: "true", message: "No. Do something else." }],
};

describe("manifestsOfPolicy", () => {
  it("makes a policy that refuses when it can't be evaluated, and a binding of the same name", () => {
    const [made, binding, ...others] = manifestsOfPolicy(policy, "enforce");
    expect(others).toEqual([]);
    expect(made).toMatchObject({
      kind: "ValidatingAdmissionPolicy",
      metadata: { name: "argo-guard-images" },
      spec: {
        failurePolicy: "Fail",
        validations: [{ expression: "true", message: "No. Do something else.", reason: "Forbidden" }],
      },
    });
    expect(binding).toMatchObject({
      kind: "ValidatingAdmissionPolicyBinding",
      metadata: { name: "argo-guard-images" },
      spec: { policyName: "argo-guard-images", validationActions: ["Deny"] },
    });
  });

  it("makes nothing for a policy without namespaces: an empty selector would mean all of them", () => {
    expect(manifestsOfPolicy({ ...policy, namespaces: [] }, "enforce")).toEqual([]);
  });
});
