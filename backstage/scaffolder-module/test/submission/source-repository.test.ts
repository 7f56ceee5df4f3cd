import { sourceRepository } from "../../src/submission/source-repository";

describe("sourceRepository", () => {
  it.each([
    ["https://github.com/acme/shop/tree/main/", "https://github.com/acme/shop"],
    ["https://github.com/acme/mono/tree/main/services/shop/", "https://github.com/acme/mono"],
    [
      "https://git.acme.example:8443/acme/shop/blob/main/catalog-info.yaml",
      "https://git.acme.example:8443/acme/shop",
    ],
    ["https://gitlab.com/acme/web/shop/-/tree/main/", "https://gitlab.com/acme/web/shop"],
    ["https://bitbucket.org/acme/shop/src/main/", "https://bitbucket.org/acme/shop"],
    ["https://git.acme.example/projects/WEB/repos/shop/browse/", "https://git.acme.example/scm/WEB/shop"],
    ["https://gitea.acme.example/acme/shop/src/branch/main/", "https://gitea.acme.example/acme/shop"],
    [
      "https://dev.azure.com/acme/web/_git/shop?path=/&version=GBmain",
      "https://dev.azure.com/acme/web/_git/shop",
    ],
    ["https://git.example.com/acme/shop", "https://git.example.com/acme/shop"],
  ])("%s is in %s", (location, repository) => {
    expect(sourceRepository(`url:${location}`)).toBe(repository);
  });

  it.each([
    "none",
    "file:/app/catalog-info.yaml",
    "url:ssh://git@git.example.com/a",
    "url:https://me@git.example.com/a/b",
  ])("refuses %s, and says what to do", (location) => {
    expect(() => sourceRepository(location)).toThrow(
      `The component has no repository in the catalog (its source location is "${location}"); give the address of the repository instead`,
    );
  });
});
