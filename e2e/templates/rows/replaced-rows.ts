import { installClusterTemplates } from "../../shared/library/cluster-templates";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

/** A second pod of the team replaces what a step hands on to the next: the next step refuses it. */
export async function replacedRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  await installClusterTemplates(library, [buildInParts]);
  const { runs, registry } = library;
  const { name: template } = buildInParts.metadata;
  const build = async (replaced: string) => {
    const tag = `replaced-${replaced}`;
    const outcome = await runs.run(fixture.team, template, {
      "git-repo": `https://${names.git}/backend/api`,
      registry: names.registry,
      tag,
      replaced,
    });
    const pushed = registry.pushes.some((each) => each.tag.endsWith(`:${tag}`));
    return { phase: outcome.phase, said: outcome.said, pushed };
  };
  await Promise.all([
    table.row(
      "build-docker-image: nothing was replaced between its steps: the image is pushed",
      { phase: "Succeeded", pushed: true },
      async () => {
        const { phase, pushed, said } = await build("nothing");
        return { phase: phase === "Succeeded" ? phase : said, pushed };
      },
    ),
    ...(
      [
        ["source", "the source is not the one that was checked out", "checkout and build"],
        ["image", "the image file is not the one that was built and scanned", "scan and push"],
      ] as const
    ).map(([replaced, sentence, when]) =>
      table.row(
        `build-docker-image: another pod replaces the ${replaced} between ${when}: refused, nothing pushed`,
        { phase: "Failed", said: true, pushed: false },
        async () => {
          const { phase, said, pushed } = await build(replaced);
          return { phase, said: said.includes(sentence) || said, pushed };
        },
      ),
    ),
  ]);
}

const sameKey = (name: string) => ({
  archive: { none: {} },
  s3: { key: `artifacts/{{workflow.namespace}}/replaced/{{workflow.name}}/${name}.tar` },
});
const ofStep = (step: string, artifact: string) => `{{steps.${step}.outputs.artifacts.${artifact}}}`;
const reference = (name: string, template: string) => ({
  templateRef: { name, template, clusterScope: true },
});
/** Hands on a file by a key that other pods know, or replaces the file below that key. */
const handOn = (name: string, replaces: boolean) => ({
  name: replaces ? `replace-${name}` : `keep-${name}`,
  inputs: { artifacts: [{ name, path: `/tmp/${name}.tar` }] },
  outputs: { artifacts: [{ name, path: `/tmp/${name}.tar`, ...sameKey(name) }] },
  volumes: [{ name: "tmp", emptyDir: {} }],
  container: {
    image: "docker.io/alpine/git:v2.54.0",
    command: ["sh", "-c"],
    args: [replaces ? `printf 'x' >>/tmp/${name}.tar` : "true"],
    resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { cpu: "100m", memory: "64Mi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      runAsUser: 8737,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  },
});
const replacing = (name: string, from: string) => ({
  name: `replace-${name}`,
  when: `{{inputs.parameters.replaced}} == ${name}`,
  template: `replace-${name}`,
  arguments: { artifacts: [{ name, from }] },
});

const parameters = ["git-repo", "registry", "tag", "replaced"].map((name) => ({ name }));

/** The steps of a build, with a pod between them that has the rights of the team's own code. */
const buildInParts = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "ClusterWorkflowTemplate",
  metadata: { name: "build-in-parts" },
  spec: {
    entrypoint: "main",
    arguments: {
      parameters,
    },
    templates: [
      handOn("source", false),
      handOn("source", true),
      handOn("image", false),
      handOn("image", true),
      {
        name: "main",
        inputs: {
          parameters,
        },
        steps: [
          [
            {
              name: "checkout",
              ...reference("checkout", "main"),
              arguments: { parameters: [{ name: "git-repo", value: "{{inputs.parameters.git-repo}}" }] },
            },
          ],
          [
            {
              name: "keep-source",
              template: "keep-source",
              arguments: { artifacts: [{ name: "source", from: ofStep("checkout", "archive") }] },
            },
          ],
          [replacing("source", ofStep("keep-source", "source"))],
          [
            {
              name: "kaniko",
              ...reference("build-docker-image", "kaniko"),
              arguments: {
                parameters: [
                  { name: "source-sha256", value: "{{steps.checkout.outputs.parameters.sha256}}" },
                  { name: "trusted", value: "{{steps.checkout.outputs.parameters.trusted}}" },
                  { name: "dockerfile-path", value: "Dockerfile" },
                  { name: "docker-context", value: "." },
                  { name: "image-name", value: "backend/api" },
                  { name: "ecr-registry", value: "{{inputs.parameters.registry}}" },
                  { name: "build-args", value: "{}" },
                  { name: "cache-enabled", value: "false" },
                  { name: "cache-registry", value: "" },
                  { name: "build-target", value: "" },
                ],
                artifacts: [{ name: "source", from: ofStep("keep-source", "source") }],
              },
            },
          ],
          [
            {
              name: "keep-image",
              template: "keep-image",
              arguments: { artifacts: [{ name: "image", from: ofStep("kaniko", "image") }] },
            },
          ],
          [
            {
              name: "scan",
              ...reference("scan", "main"),
              arguments: {
                parameters: [
                  { name: "scan-severity", value: "CRITICAL" },
                  { name: "image-sha256", value: "{{steps.kaniko.outputs.parameters.sha256}}" },
                ],
                artifacts: [{ name: "image", from: ofStep("keep-image", "image") }],
              },
            },
          ],
          [replacing("image", ofStep("keep-image", "image"))],
          [
            {
              name: "push",
              ...reference("build-docker-image", "push"),
              arguments: {
                parameters: [
                  { name: "image-sha256", value: "{{steps.scan.outputs.parameters.sha256}}" },
                  { name: "ecr-registry", value: "{{inputs.parameters.registry}}" },
                  { name: "image-name", value: "backend/api" },
                  { name: "image-tag", value: "{{inputs.parameters.tag}}" },
                ],
                artifacts: [{ name: "image", from: ofStep("keep-image", "image") }],
              },
            },
          ],
        ],
      },
    ],
  },
};
