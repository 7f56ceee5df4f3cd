import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { cachePrefix } from "../../config/aws-naming";
import { serviceAccounts } from "../../config/naming";
import { repositoryPath } from "../../config/repository";
import { ImageList } from "../../config/tool-images";

/** What neither of the two linters sees. */

const root = repositoryPath("workflow-templates");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (path) => path.endsWith(".yaml") && path.includes("/"),
);
const templates = files.filter((path) => !path.startsWith("examples/"));
const textOf = (path: string) => readFileSync(join(root, path), "utf8");

interface Manifest {
  readonly metadata: { readonly name: string; readonly generateName?: string };
  readonly spec: {
    readonly arguments?: {
      readonly parameters?: readonly { name: string; value?: string; enum?: string[] }[];
    };
    readonly workflowTemplateRef?: { readonly name: string };
    readonly templates?: readonly {
      readonly serviceAccountName?: string;
      readonly outputs?: { readonly artifacts?: readonly { readonly s3?: { readonly key?: string } }[] };
    }[];
  };
}
const manifest = (path: string) => parse(textOf(path)) as Manifest;

describe("the template library", () => {
  it.each(templates)("%s is named as its file, and has an example and a page", (path) => {
    const { name } = manifest(path).metadata;
    expect(path.split("/")[1]).toBe(`${name}.yaml`);
    expect(existsSync(join(root, "examples", `${name}.yaml`))).toBe(true);
    expect(existsSync(repositoryPath("docs", "templates", `${name}.md`))).toBe(true);
  });

  it.each(templates)("the example of %s gives every parameter a value", (path) => {
    const { metadata, spec } = manifest(path);
    const example = manifest(join("examples", `${metadata.name}.yaml`));
    expect(example.spec.workflowTemplateRef?.name).toBe(metadata.name);
    const names = (parameters: readonly { name: string }[] = []) => parameters.map(({ name }) => name).sort();
    expect(names(example.spec.arguments?.parameters)).toEqual(names(spec.arguments?.parameters));
  });

  it("names only listed images, in expressions too", () => {
    const images = ImageList.read();
    const named = templates.flatMap((path) =>
      [
        ...textOf(path).matchAll(
          /"?((?:docker\.io|ghcr\.io|gcr\.io|quay\.io|registry\.k8s\.io)\/[\w./-]+:[\w.-]+)/g,
        ),
      ].map(([, reference = ""]) => reference),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((reference) => images.find(reference) === undefined)).toEqual([]);
    const unused = images.images.filter(({ image, version }) => !named.includes(`${image}:${version}`));
    expect(unused).toEqual([]);
  });

  it.each([
    ["build/build-java-maven.yaml", "java-version"],
    ["build/build-node-pnpm.yaml", "node-version"],
  ])("has an image of images.yaml for each choice of %s", (path, parameter) => {
    const text = textOf(path);
    const choices = manifest(path).spec.arguments?.parameters?.find(({ name }) => name === parameter)?.enum;
    const map = new RegExp(`\\{\\{= (\\{[^}]+\\})\\[inputs\\.parameters\\["${parameter}"\\]\\]`).exec(
      text,
    )?.[1];
    const images = Object.entries(JSON.parse(map ?? "{}") as Record<string, string>);
    expect(images.map(([choice]) => choice)).toEqual(choices);
    const list = ImageList.read();
    const named = images.map(([choice, reference]) => list.find(reference)?.name.endsWith(`-${choice}`));
    expect(named).toEqual(images.map(() => true));
  });

  it("lets only a build of the revision's own code write its cache", () => {
    const maven = textOf("build/build-java-maven.yaml");
    const goals = [...maven.matchAll(/inputs\.parameters\['maven-goals'\] matches '([^']+)'/g)].map(
      ([, pattern = ""]) => new RegExp(pattern),
    );
    expect(goals).toHaveLength(2);
    const written = (text: string) => goals.map((pattern) => pattern.test(text));
    for (const plain of ["verify", "clean verify", "install", "test", "package"])
      expect([plain, ...written(plain)]).toEqual([plain, true, true]);
    for (const other of [
      "deploy",
      "verify dependency:get",
      "org.example:tool:1:run",
      "verifyx",
      "verify ",
      "",
    ])
      expect([other, ...written(other)]).toEqual([other, false, false]);
    const own = "inputs.parameters.trusted == 'true' && inputs.parameters";
    expect(maven.split(`${own}['maven-profiles'] == '' &&`)).toHaveLength(3);
    expect(textOf("build/build-docker-image.yaml")).toContain(
      `- name: trusted\n                  value: "{{= ${own}['build-args'] == '{}' ? 'true' : 'false' }}"`,
    );
  });

  it("takes cached layers only from the registry of the environment", () => {
    const text = textOf("build/build-docker-image.yaml").replace(/\s+/g, " ");
    expect(text).toContain(
      "- name: cache-registry valueFrom: configMapKeyRef: { name: argo-caches, key: registry }",
    );
    expect(text).toContain(
      "inputs.parameters['ecr-registry'] == inputs.parameters['cache-registry'] ? inputs.parameters['cache-registry'] +",
    );
  });

  it("asks for approval of everything that a deployment's parameters name", () => {
    const subject = (path: string) =>
      /- name: subject\n\s+value: ([^]*?)\n\s+- name:/.exec(textOf(path))?.[1] ?? "";
    for (const name of [
      "inputs.parameters.chart ",
      "['chart-version']",
      "['chart-repository']",
      "['release-name']",
    ])
      expect(subject("deploy/deploy-helm.yaml")).toContain(name);
    expect(subject("deploy/deploy-helm.yaml")).toContain("sprig.sha256sum(inputs.parameters.values)");
    for (const name of ["image", "container-name", "deployment-name", "namespace"])
      expect(subject("deploy/deploy-kubernetes.yaml")).toContain(`{{inputs.parameters.${name}}}`);
  });

  it("keeps caches where only the role of the cache writer may write", () => {
    const keys = templates.flatMap((path) =>
      [
        ...textOf(path).matchAll(
          /(?:key: "|')([\w-]+)\/(?:\{\{workflow\.namespace\}\}|' \+ workflow\.namespace)/g,
        ),
      ].map(([, prefix]) => prefix),
    );
    expect(keys.length).toBeGreaterThanOrEqual(8);
    expect(new Set(keys)).toEqual(new Set([cachePrefix]));
  });

  it("writes caches only as the cache writer", () => {
    const writers = templates.flatMap((path) =>
      (manifest(path).spec.templates ?? []).filter(({ outputs }) =>
        outputs?.artifacts?.some(({ s3 }) => s3?.key?.startsWith(`${cachePrefix}/`)),
      ),
    );
    expect(writers).toHaveLength(2);
    for (const { serviceAccountName } of writers)
      expect(serviceAccountName).toBe(serviceAccounts.cacheWriter);
  });
});
