import { complaints, edited } from "../../fixtures/environment-file";

describe("iam", () => {
  it("is refused for a path that AWS reserves", () => {
    expect(complaints(edited({ "iam.path": "/aws-service-role/x/" }))).toEqual([
      'iam.path: "/aws-service-role/x/" begins with /aws-service-role/, which AWS reserves; choose another path',
    ]);
  });
});
