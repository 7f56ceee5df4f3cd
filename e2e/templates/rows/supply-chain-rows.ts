import { installClusterTemplates } from "../../shared/library/cluster-templates";
import { patientWait } from "../../shared/library/examples";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Parameters } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

const key = `awskms:///${names.signingKey}`;

/** What must not get into the registry, and what must not be deployed. */
export async function supplyChainRows(
  table: Table,
  library: LibraryInLab,
  fixture: TeamFixture,
): Promise<void> {
  await installClusterTemplates(library, [attestOnly, buildInParts]);
  await Promise.all([
    vulnerableRow(table, library, fixture),
    replacedRows(table, library, fixture),
    (async () => {
      await unsignedRow(table, library, fixture);
      await attestedRow(table, library, fixture);
    })(),
  ]);
}

/** A critical vulnerability: the report is kept, nothing gets a release tag, nothing is signed. */
async function vulnerableRow(
  table: Table,
  { runs, registry }: LibraryInLab,
  fixture: TeamFixture,
): Promise<void> {
  const template = "ci-secure-build";
  const tag = "vulnerable";
  await table.row(
    `${template}: a critical vulnerability: nothing pushed to a release tag, nothing signed, the report kept`,
    { phase: "Failed", said: true, pushed: [], signed: 0, report: true },
    async () => {
      const outcome = await runs.run(fixture.team, template, {
        ...build(tag),
        revision: "vulnerable",
        "signing-key": key,
      });
      const pushed = registry.pushes.filter((each) => each.tag.endsWith(`:${tag}`));
      return {
        phase: outcome.phase,
        said: outcome.said.includes("the image has vulnerabilities (CRITICAL)") || outcome.said,
        pushed,
        signed: outcome.pods.filter(({ templateName }) => templateName === "sign").length,
        report: await runs.kept(outcome, "report"),
      };
    },
  );
}

/** A second pod of the team replaces what a step hands on to the next: the next step refuses it. */
async function replacedRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
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

/** The steps of a build, with a pod between them that has the rights of the team's own code. */
const buildInParts = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "ClusterWorkflowTemplate",
  metadata: { name: "build-in-parts" },
  spec: {
    entrypoint: "main",
    arguments: {
      parameters: [{ name: "git-repo" }, { name: "registry" }, { name: "tag" }, { name: "replaced" }],
    },
    templates: [
      handOn("source", false),
      handOn("source", true),
      handOn("image", false),
      handOn("image", true),
      {
        name: "main",
        inputs: {
          parameters: [{ name: "git-repo" }, { name: "registry" }, { name: "tag" }, { name: "replaced" }],
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

/** An image that nobody signed is not deployed; the same image is once it is signed. */
async function unsignedRow(
  table: Table,
  { runs, publisher }: LibraryInLab,
  fixture: TeamFixture,
): Promise<void> {
  const application = await fixture.application(fixture.target, "guarded");
  const image = await newImage(publisher, "unsigned");
  const deploy = { ...deployment(fixture, "guarded", image), "verification-key": key };
  await table.row(
    "deploy-kubernetes: an unsigned image is not deployed; once signed it is",
    { phase: "Failed", said: true, generation: 1, signed: "Succeeded", then: "Succeeded", image },
    async () => {
      const refused = await runs.run(fixture.team, "deploy-kubernetes", deploy);
      const generation = await application.generation();
      const signed = await runs.run(fixture.team, "sign", { image, "signing-key": key });
      const then = await runs.run(fixture.team, "deploy-kubernetes", deploy);
      return {
        phase: refused.phase,
        said: /no signatures found/.test(refused.said) || refused.said,
        generation,
        signed: phaseOf(signed),
        then: phaseOf(then),
        image: await application.image(),
      };
    },
  );
}

/** An attestation with the right key is not a signature, although cosign's own verify accepts it. */
async function attestedRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { runs, publisher } = library;
  const application = await fixture.application(fixture.target, "attested");
  const image = await newImage(publisher, "attested");
  const deploy = { ...deployment(fixture, "attested", image), "verification-key": key };
  await table.row(
    "verify: an image that was attested and never signed is not deployed",
    { attested: "Succeeded", phase: true, said: true, generation: 1 },
    async () => {
      const attested = await runs.run(fixture.team, attestOnly.metadata.name, { image, "signing-key": key });
      const refused = await runs.run(fixture.team, "deploy-kubernetes", deploy);
      return {
        attested: phaseOf(attested),
        phase: refused.phase !== "Succeeded",
        said: refused.said.includes("but has not signed it") || refused.said,
        generation: await application.generation(),
      };
    },
  );
}

/** The library attests only images that it signed. This template makes an SBOM and attests it, without signing. */
const attestOnly = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "ClusterWorkflowTemplate",
  metadata: { name: "attest-only" },
  spec: {
    entrypoint: "main",
    arguments: { parameters: [{ name: "image" }, { name: "signing-key" }] },
    templates: [
      {
        name: "main",
        inputs: { parameters: [{ name: "image" }, { name: "signing-key" }] },
        steps: [
          [
            {
              name: "sbom",
              templateRef: { name: "sbom", template: "main", clusterScope: true },
              arguments: { parameters: [{ name: "image", value: "{{inputs.parameters.image}}" }] },
            },
          ],
          [
            {
              name: "attest",
              templateRef: { name: "sign", template: "attest", clusterScope: true },
              arguments: {
                parameters: [
                  { name: "image", value: "{{inputs.parameters.image}}" },
                  { name: "signing-key", value: "{{inputs.parameters.signing-key}}" },
                  { name: "predicate-type", value: "spdxjson" },
                ],
                artifacts: [{ name: "predicate", from: "{{steps.sbom.outputs.artifacts.sbom}}" }],
              },
            },
          ],
        ],
      },
    ],
  },
};

/** Parameters of an image build of backend/api. */
function build(tag: string): Parameters {
  return {
    "git-repo": `https://${names.git}/backend/api`,
    "image-name": "backend/api",
    "image-tag": tag,
    "ecr-registry": names.registry,
  };
}

async function newImage(publisher: LibraryInLab["publisher"], word: string): Promise<string> {
  const digest = await publisher.push("backend/web", word, {
    files: { "www/index.html": `${word}\n`, serve: 'exec httpd -f -p "$POD_IP:8080" -h /www\n' },
    entrypoint: ["/bin/sh", "/serve"],
  });
  return `${names.registry}/backend/web@${digest}`;
}

function deployment({ target }: TeamFixture, name: string, image: string): Parameters {
  return { "deployment-name": name, namespace: target, image, "wait-timeout": patientWait };
}
