import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { TerraformJson } from "../../audit/terraform-json";
import { ImageList, referencesIn } from "../../config/tool-images";
import { TemplateLibrary } from "../../constructs/argo/template-library";
import { manifestsOf, valuesOfRelease } from "../fixtures/releases";
import { addresses, environment, parsed, resource, stackOf, synthesis } from "../fixtures/synthesis";

const id = "argo-templates";
const stack = stackOf(environment(), "templates");
const valuesOf = (json: TerraformJson) => resource(json, "helm_release", id).values as string[];

const scratch = mkdtempSync(join(tmpdir(), "aws-argo-infra-templates-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What the library becomes after some files of it were changed. */
function changed(name: string, edit: (directory: string) => void, registry?: string): TerraformJson {
  const directory = join(scratch, name);
  cpSync("workflow-templates", directory, { recursive: true });
  edit(directory);
  const settings = environment(registry === undefined ? {} : { images: { registry } });
  return parsed((scope) => new TemplateLibrary(scope, "library", { environment: settings, directory }));
}

/** Replaces one text of a file that holds it once. */
function replace(file: string, before: string, after: string): void {
  const text = readFileSync(file, "utf8");
  expect(text.split(before)).toHaveLength(2);
  writeFileSync(file, text.replace(before, after));
}

describe("TemplatesStack", () => {
  it("comes after Argo, whose definitions it needs", () =>
    expect(synthesis(environment()).dependencies["test-argo-templates"]).toEqual(["test-argo-workflows"]));

  it("is one release of the local chart, rolled back if it fails", () => {
    expect(addresses(stack)).toEqual([`helm_release.${id}`]);
    expect(resource(stack, "helm_release", id)).toMatchObject({
      name: "argo-templates",
      namespace: "argo",
      chart: expect.stringMatching(/^\.\/assets\//) as string,
      atomic: true,
      max_history: 10,
    });
  });

  it("loads no provider that it doesn't use", () =>
    expect(Object.keys(stack.provider).sort()).toEqual(["aws", "helm"]));

  it("contains every template of the library, each in its own entry, sorted by name", () => {
    const names = manifestsOf(stack, id).map(({ metadata }) => metadata.name);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(expect.arrayContaining(["build-docker-image", "checkout", "validate-parameters"]));
    expect(
      valuesOfRelease(stack, id).map((entry) => Object.keys((entry as { manifests: object }).manifests)),
    ).toEqual(names.map((name) => [`clusterworkflowtemplate/${name}`]));
    for (const { kind, metadata } of manifestsOf(stack, id)) {
      expect(kind).toBe("ClusterWorkflowTemplate");
      expect(metadata.namespace).toBeUndefined();
    }
  });

  it("is the same in every environment without its own registry", () =>
    expect(valuesOf(stackOf(environment({ region: "us-east-1" }, "other"), "templates"))).toEqual(
      valuesOf(stack),
    ));

  it("stays far below the megabyte that Kubernetes allows for Helm's record of a release", () =>
    expect(valuesOf(stack).join("").length).toBeLessThan(500_000));

  it("keeps text that YAML 1.1, which Helm reads, would interpret as another type", () => {
    const json = changed("yaml-1.1", (directory) =>
      replace(
        join(directory, "common", "checkout.yaml"),
        "kind: ClusterWorkflowTemplate\n",
        'kind: ClusterWorkflowTemplate\nx: ["yes", "on", "n", "012", "1:30"]\n',
      ),
    );
    const [entry = ""] = valuesOf(json).filter((text) => text.includes("template/checkout:"));
    expect(parse(entry, { version: "1.1" })).toMatchObject({
      manifests: { "clusterworkflowtemplate/checkout": { x: ["yes", "on", "n", "012", "1:30"] } },
    });
  });

  it("keeps the braces of Argo and of shells", () => {
    const json = changed("braces", (directory) =>
      replace(
        join(directory, "common", "checkout.yaml"),
        "kind: ClusterWorkflowTemplate\n",
        'kind: ClusterWorkflowTemplate\nx: "${a} %{b} {{c}}"\n',
      ),
    );
    expect(valuesOf(json).join("")).toContain("x: $${a} %%{b} {{c}}");
    expect(valuesOf(json).join("")).not.toMatch(/[^$]\$\{|[^%]%\{/);
    expect(manifestsOf(json, id).find(({ metadata }) => metadata.name === "checkout")?.["x"]).toBe(
      "${a} %{b} {{c}}",
    );
  });
});

describe("A change of one line of a template", () => {
  it("changes that line of Helm's values, and nothing else", () => {
    const before = changed("before", () => undefined);
    const after = changed("after", (directory) =>
      replace(
        join(directory, "common", "checkout.yaml"),
        "workflows.argoproj.io/title: ",
        "workflows.argoproj.io/title: Please, ",
      ),
    );
    const lines = (json: TerraformJson) => valuesOf(json).map((entry) => entry.split("\n"));
    expect(lines(after).map(({ length }) => length)).toEqual(lines(before).map(({ length }) => length));
    const different = lines(after).flatMap((entry, index) =>
      entry.flatMap((line, row) => (line === lines(before)[index]?.[row] ? [] : [line.trim()])),
    );
    expect(different).toEqual([expect.stringMatching(/^workflows\.argoproj\.io\/title: Please, \w/)]);
    expect({ ...resource(after, "helm_release", id), values: [], chart: "" }).toEqual({
      ...resource(before, "helm_release", id),
      values: [],
      chart: "",
    });
  });
});

describe("Images of the templates", () => {
  const digest = `sha256:${"1".repeat(64)}`;
  const images = ImageList.read().images.map((image) =>
    image.name === "git" ? { ...image, digest } : image,
  );
  const git = images.find(({ name }) => name === "git");
  const reference = `${git?.image}:${git?.version}`;
  const pinned = (directory: string) => writeFileSync(join(directory, "images.yaml"), stringify({ images }));
  /** Every reference of a container, also those among which an expression chooses. */
  const imagesIn = (json: TerraformJson): string[] => {
    const found = manifestsOf(json, id).flatMap((manifest) => fieldsIn(manifest).flatMap(referencesIn));
    return [...new Set(found)].sort();
  };

  it("are pulled by the digests of images.yaml", () => {
    expect(imagesIn(stack)).toContain(reference);
    const found = imagesIn(changed("digests", pinned));
    expect(found).toContain(`${reference}@${digest}`);
    expect(found).not.toContain(reference);
  });

  it("all come from the environment's own registry", () => {
    const found = imagesIn(changed("registry", pinned, "registry.example.com:5000/mirror"));
    expect(found.length).toBe(imagesIn(stack).length);
    expect(found.filter((image) => !image.startsWith("registry.example.com:5000/mirror/"))).toEqual([]);
    expect(found).toContain(
      `registry.example.com:5000/mirror/${git?.image.replace(/^[^/]+\//, "")}:${git?.version}@${digest}`,
    );
  });

  it("must be in images.yaml", () =>
    expect(() =>
      changed("unlisted", (directory) =>
        replace(join(directory, "images.yaml"), `image: ${git?.image}\n`, "image: docker.io/other/git\n"),
      ),
    ).toThrow(
      new RegExp(
        `^workflow-templates/\\w+/[\\w-]+\\.yaml: the image ${git?.image}:\\S+ isn't in workflow-templates/images\\.yaml$`,
      ),
    ));
});

/** Every `image` of containers, however deep. */
function fieldsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === "image" && typeof child === "string" ? [child] : fieldsIn(child),
  );
}

describe("A library that can't be delivered", () => {
  it.each([
    [
      "a template twice",
      (directory: string) =>
        cpSync(join(directory, "common", "sign.yaml"), join(directory, "test", "sign-2.yaml")),
      "workflow-templates/test/sign-2.yaml: sign is already in workflow-templates/common/sign.yaml",
    ],
    [
      "another kind of object",
      (directory: string) =>
        writeFileSync(join(directory, "common", "x.yaml"), "kind: Workflow\nmetadata: {name: x}\n"),
      "workflow-templates/common/x.yaml: must contain one ClusterWorkflowTemplate with a name",
    ],
    [
      "two objects in a file",
      (directory: string) =>
        writeFileSync(
          join(directory, "common", "x.yaml"),
          "kind: ClusterWorkflowTemplate\nmetadata: {name: x}\n---\na: 1\n",
        ),
      "workflow-templates/common/x.yaml: must contain one ClusterWorkflowTemplate with a name",
    ],
    [
      "no YAML",
      (directory: string) => writeFileSync(join(directory, "common", "x.yaml"), "a: [\n"),
      "workflow-templates/common/x.yaml:2:1 is not valid YAML: flow sequence in block collection",
    ],
  ])("is refused: %s", (name, edit, message) => expect(() => changed(name, edit)).toThrow(message));
});

describe("The schedules of teams", () => {
  const nightly = {
    crons: ["0 3 * * mon-fri"],
    timezone: "Europe/Berlin",
    template: "checkout",
    parameters: { revision: "main", "git-repo": "https://git.example.com/shop/api" },
    startingDeadlineSeconds: 600,
  };
  const scheduled = (schedule: object) =>
    stackOf(environment({ teams: { shop: { schedules: { nightly: schedule } }, other: {} } }), "templates");

  it("are a release of their own, after the templates", () => {
    const json = scheduled(nightly);
    expect(addresses(json)).toEqual(["helm_release.argo-schedules", `helm_release.${id}`]);
    expect(resource(json, "helm_release", "argo-schedules")).toMatchObject({
      namespace: "argo",
      depends_on: [`helm_release.${id}`],
    });
  });

  it("are CronWorkflows in the team's namespace that run a template as it is", () =>
    expect(manifestsOf(scheduled(nightly), "argo-schedules")).toEqual([
      {
        apiVersion: "argoproj.io/v1alpha1",
        kind: "CronWorkflow",
        metadata: {
          name: "nightly",
          namespace: "team-shop",
          labels: expect.objectContaining({ "aws-argo-infra/team": "shop" }) as object,
        },
        spec: {
          schedules: ["0 3 * * mon-fri"],
          timezone: "Europe/Berlin",
          concurrencyPolicy: "Forbid",
          startingDeadlineSeconds: 600,
          workflowSpec: {
            workflowTemplateRef: { name: "checkout", clusterScope: true },
            arguments: {
              parameters: [
                { name: "git-repo", value: "https://git.example.com/shop/api" },
                { name: "revision", value: "main" },
              ],
            },
          },
        },
      },
    ]));

  it("say suspend only if it is set, so that an apply doesn't resume what a member suspended", () => {
    const [stopped] = manifestsOf(scheduled({ ...nightly, suspend: true }), "argo-schedules");
    expect(stopped).toMatchObject({ spec: { suspend: true } });
  });
});
