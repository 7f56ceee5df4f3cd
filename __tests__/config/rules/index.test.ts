import { complaintsOf } from "../../fixtures/environment-file";
import { fullFile } from "../../fixtures/full-environment";
import { environment } from "../../fixtures/synthesis";

describe("all rules together", () => {
  it("accept an environment that turns everything on", () =>
    expect(complaintsOf(() => environment(fullFile))).toEqual([]));
});
