import { edited, problems } from "../../fixtures/environment-file";

describe("the name of an environment", () => {
  it.each(["dev--blue", "sthree-dev"])("is refused if it is called %s", (name) => {
    expect(problems({ [`${name}.yaml`]: edited() })).toEqual([
      expect.stringMatching(`^${name}.yaml:1:1 has a name that .*; rename the file$`),
    ]);
  });
});
