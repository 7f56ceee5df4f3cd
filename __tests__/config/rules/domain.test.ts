import { complaints, edited } from "../../fixtures/environment-file";

describe("domain", () => {
  it("is refused if it begins with argo.", () => {
    expect(complaints(edited({ domain: "argo.dev.acme.example" }))).toEqual([
      'domain: "argo.dev.acme.example" results in the host argo.argo.dev.acme.example; write it without argo., which this project adds',
    ]);
  });
});
