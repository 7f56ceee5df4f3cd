import { existsSync } from "node:fs";
import { generatedPortal, repositoryPortal } from "../../../tools/backstage/generated-portal";
import { edited, withFolder } from "../../fixtures/environment-file";

describe("the portal's files in this repository", () => {
  it("don't exist where no environment has Backstage, and the settings aren't read", () => {
    const here = process.cwd();
    withFolder({ "environments/dev.yaml": edited({ backstage: undefined }) }, (folder) => {
      process.chdir(folder);
      try {
        expect(repositoryPortal("backstage/settings.yaml")).toBeUndefined();
      } finally {
        process.chdir(here);
      }
    });
  });

  it("are removed then, all of them", () => {
    const { files, existing } = generatedPortal(undefined);
    expect([...files]).toEqual([]);
    expect(existing).toEqual(
      existsSync("catalog-info.yaml")
        ? expect.arrayContaining(["catalog-info.yaml", "backstage/app-config.argo-workflows.yaml"])
        : [],
    );
  });
});
