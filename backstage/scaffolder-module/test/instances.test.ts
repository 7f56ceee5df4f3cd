import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ConfigReader } from "@backstage/config";
import type { JsonObject } from "@backstage/types";

import { Instances } from "../src/instances";

const main = { name: "main", baseUrl: "http://argo.test:2746/", token: "secret-token" };
const from = (...instances: JsonObject[]) =>
  Instances.from(new ConfigReader({ argoWorkflows: { instances } }));

describe("Instances", () => {
  it("uses the first one, or the one in defaultInstance", () => {
    const other = { ...main, name: "other", uiUrl: "https://argo.example.com/ui/" };
    expect(from(main, other).named().name).toBe("main");
    const chosen = { argoWorkflows: { defaultInstance: "other", instances: [main, other] } };
    expect(Instances.from(new ConfigReader(chosen)).named()).toMatchObject({
      name: "other",
      baseUrl: "http://argo.test:2746",
      uiUrl: "https://argo.example.com/ui",
    });
  });

  it("ignores those without a baseUrl, which the community plugin uses", () => {
    expect(from({ name: "by-kubernetes", kubernetes: { clusterName: "dev" } }, main).names).toEqual(["main"]);
  });

  it("starts without any configuration, and says so when it is used", () => {
    const none = Instances.from(new ConfigReader({}));
    expect(() => none.named()).toThrow("app-config has no entry with a baseUrl in argoWorkflows.instances");
    expect(() => from(main).named("prod")).toThrow("There is no Argo instance prod; app-config has: main");
  });

  it.each([
    [
      "neither token nor file",
      { token: undefined },
      "argoWorkflows.instances[0] (main) needs either token or tokenFile",
    ],
    ["both", { tokenFile: "/token" }, "argoWorkflows.instances[0] (main) needs either token or tokenFile"],
    [
      "a word for an address",
      { baseUrl: "argo" },
      "argoWorkflows.instances[0].baseUrl must be an http:// or https:// address",
    ],
    [
      "another protocol",
      { baseUrl: "file:///etc" },
      "argoWorkflows.instances[0].baseUrl must be an http:// or https:// address",
    ],
    [
      "a password in the address",
      { uiUrl: "https://u:p@argo.test" },
      "argoWorkflows.instances[0].uiUrl must be an http:// or https:// address",
    ],
    [
      "a domain with an at sign",
      { userDomain: "@example.com" },
      'argoWorkflows.instances[0].userDomain is "@example.com", but must be a domain such as example.com',
    ],
    [
      "a group without a namespace",
      { access: [{ namespace: "team-a", groups: ["backend"] }] },
      'argoWorkflows.instances[0].access[0].groups has "backend", but must have entity references such as group:default/backend',
    ],
    [
      "a namespace with a wildcard",
      { access: [{ namespace: "team-*", groups: [] }] },
      'argoWorkflows.instances[0].access[0].namespace is "team-*", but must be the name of a namespace',
    ],
    [
      "an unknown operation",
      { access: [{ namespace: "team-a", groups: [], may: ["delete"] }] },
      'argoWorkflows.instances[0].access[0].may has "delete", but may have only run, read, end',
    ],
    [
      "access for nobody in particular",
      { access: [{ namespace: "team-a" }] },
      "Missing required config value at 'argoWorkflows.instances[0].access[0].groups'",
    ],
    [
      "a namespace's token that is missing",
      { namespaceTokens: [{ namespace: "team-a" }] },
      "argoWorkflows.instances[0].namespaceTokens[0] needs either token or tokenFile",
    ],
    [
      "two tokens for a namespace",
      { namespaceTokens: ["one", "two"].map((token) => ({ namespace: "team-a", token })) },
      "argoWorkflows.instances[0].namespaceTokens has two tokens for team-a",
    ],
  ])("refuses %s", (_, more, sentence) => {
    expect(() => from({ ...main, ...more })).toThrow(sentence);
  });

  it("refuses two with the same name, and a default that doesn't exist", () => {
    expect(() => from(main, main)).toThrow("argoWorkflows.instances has two instances named main");
    const config = new ConfigReader({ argoWorkflows: { defaultInstance: "prod", instances: [main] } });
    expect(() => Instances.from(config)).toThrow(
      "argoWorkflows.defaultInstance is prod, but the instances with a baseUrl are: main",
    );
  });

  it("refuses a token that contains whitespace, without printing it", async () => {
    for (const token of ["Bearer secret", "two\nlines", "ключ"]) {
      const asked = from({ ...main, token })
        .named()
        .token();
      await expect(asked).rejects.toThrow("has a token that is empty or contains whitespace");
      await expect(asked).rejects.not.toThrow(token.slice(-4));
    }
  });

  describe("with tokenFile", () => {
    const folder = mkdtempSync(join(tmpdir(), "token-"));
    const file = join(folder, "token");
    afterAll(() => rmSync(folder, { recursive: true }));

    it("reads the file each time, since Kubernetes renews it", async () => {
      const instance = from({ ...main, token: undefined, tokenFile: file }).named();
      writeFileSync(file, "first\n");
      expect(await instance.token()).toBe("first");
      writeFileSync(file, "second\n");
      expect(await instance.token()).toBe("second");
    });

    it("names the file that can't be read", async () => {
      const instance = from({ ...main, token: undefined, tokenFile: join(folder, "none") }).named();
      await expect(instance.token()).rejects.toThrow(
        /instances\[0\] \(main\)\.tokenFile .*none can't be read \(ENOENT\)/,
      );
    });
  });
});
