import { controllerFields, fieldTables, permittedFields } from "../../../../constructs/argo/guard/fields";

describe("fields.yaml", () => {
  it("knows four verdicts, and each field has one", () => {
    const wrong = Object.entries(fieldTables()).flatMap(([type, { fields }]) =>
      Object.entries(fields)
        .filter(([, verdicts]) => {
          const given = Object.values(verdicts);
          return (
            given.length === 0 ||
            given.some((one) => !["allowed", "bounded", "refused", "controller"].includes(one))
          );
        })
        .map(([field]) => `${type}.${field}`),
    );
    expect(wrong).toEqual([]);
  });

  it("lets a submission say little, and no store of artifacts be chosen", () => {
    expect(permittedFields("WorkflowSpec", "submitted")).toEqual([
      "activeDeadlineSeconds",
      "arguments",
      "priority",
      "shutdown",
      "suspend",
      "ttlStrategy",
      "workflowTemplateRef",
    ]);
    expect(permittedFields("S3Artifact", "own")).toEqual(["key"]);
  });

  it("leaves stored templates to the controller", () => {
    expect(controllerFields("WorkflowStatus")).toContain("storedTemplates");
  });

  it("permits nothing of a type that it doesn't know", () => {
    expect(permittedFields("Unknown", "own")).toEqual([]);
  });
});
