import { join } from "node:path";
import { Refusal } from "../../../config/refusal";
import { type PortalSettings, readPortalSettings } from "../../../tools/backstage/portal-settings";
import { settingsViolations } from "../../../tools/backstage/settings-rules";
import { withFolder } from "../../fixtures/environment-file";
import { fullEnvironment } from "../../fixtures/full-environment";

const environments = [
  fullEnvironment({ backstage: { enabled: true } }, "dev"),
  fullEnvironment({ backstage: { enabled: false } }, "prod"),
];

function read(content: string): PortalSettings | string[] {
  return withFolder({ "settings.yaml": content }, (folder) => {
    const path = join(folder, "settings.yaml");
    try {
      return readPortalSettings(path, (settings) => settingsViolations(settings, environments));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.message.replaceAll(path, "settings.yaml").split("\n");
    }
  });
}

describe("the portal's settings", () => {
  it("have defaults for all but the owner and the environments", () => {
    expect(read("owner: group:default/platform\nenvironments: [dev]\n")).toEqual({
      owner: "group:default/platform",
      environments: ["dev"],
      templates: [],
      groups: {},
      componentPages: false,
    });
  });

  it("are refused like an environment file: all mistakes at once, each with its place and what is allowed", () => {
    const content = "owner: platform\nenvironment: [dev]\ntemplates: ../own\ncomponentPages: yes\n";
    expect(read(content)).toEqual([
      "settings.yaml:1:1 environments: missing; must be a list of environments with 1 to 100 items",
      'settings.yaml:1:8 owner: "platform" must be an entity reference such as group:default/platform',
      "settings.yaml:2:1 environment: unknown key; did you mean environments?",
      'settings.yaml:3:12 templates: "../own" must be a list of folders with at most 100 items; write [../own]',
      'settings.yaml:4:17 componentPages: "yes" must be true or false; write true',
    ]);
  });

  it("say where YAML is wrong", () => {
    expect(read("owner: group:default/platform\nenvironments: [dev\ngroups: {}\n")).toEqual([
      "settings.yaml:2:15 has [ without its closing ]; add it",
    ]);
  });

  it("name only what exists", () => {
    const content = [
      "owner: group:default/platform",
      "environments: [dev, prod, qa]",
      "templates: [workflow-templates, nowhere]",
      "groups:",
      "  backend: [group:default/backend]",
      "  z: []",
    ].join("\n");
    expect(read(content)).toEqual([
      'settings.yaml:2:21 environments[1]: "prod" has no service accounts for Backstage; set backstage.enabled: true in environments/prod.yaml',
      'settings.yaml:2:27 environments[2]: "qa" has no file environments/qa.yaml; create it, or correct the name',
      'settings.yaml:3:33 templates[1]: "nowhere" doesn\'t exist; create the folder, or remove it',
    ]);
    expect(read(content.replace(", prod, qa", "").replace(", nowhere", ""))).toEqual([
      "settings.yaml:6:6 groups.z: a list is for a team that none of these environments has: dev",
    ]);
  });
});
