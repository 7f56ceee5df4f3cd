import { type Example, readExamples } from "../../../config/workflow-library";
import { claim } from "./fixtures/provenance";
import type { LibraryInLab } from "./library-in-lab";
import type { Outcome, Parameters } from "./runs";
import { phaseOf } from "./steps";
import type { TeamFixture } from "./team-fixture";

/**
 * Examples that build on each other, in their order: what one sequence verifies and deploys, it has signed before. The
 * others are spread so that the sequences take about the same time.
 */
const sequences = [
  ["release-pipeline", "checkout", "notify", "scan"],
  ["ci-pipeline", "ci-build-push", "ci-secure-build"],
  ["sbom", "sign", "verify", "deploy-kubernetes", "build-java-maven", "deploy-helm"],
  ["ci-cd-pipeline", "build-docker-image", "run-load-tests", "validate-parameters", "approval"],
  ["run-integration-tests", "ci-test", "build-node-pnpm", "deploy-argocd-sync"],
];

/**
 * All examples, in sequences that can run at the same time. An example that is not named above, such as that of a new
 * template, runs in a last sequence.
 */
export function exampleSequences(): Example[][] {
  const remaining = readExamples();
  const known = sequences.map((names) =>
    names.flatMap((name) => {
      const example = remaining.get(name);
      remaining.delete(name);
      return example === undefined ? [] : [example];
    }),
  );
  return [...known, [...remaining.values()]].filter(({ length }) => length > 0);
}

/** The answer to examples that wait for approval. */
export const approval = { decision: "approved", approver: "ann", reason: "the numbers are good" } as const;

/** "Succeeded", or the phase and messages of an example's run. */
export async function succeeds(
  library: LibraryInLab,
  example: Example,
  fixture: TeamFixture,
): Promise<string> {
  return phaseOf(await runExample(library, example, fixture));
}

/** Runs an example to its end, and approves it if it asks for approval. */
export async function runExample(
  library: LibraryInLab,
  example: Example,
  fixture: TeamFixture,
): Promise<Outcome> {
  const { runs } = library;
  const { template, artifacts } = example;
  const given = artifacts.map((each) => ({ ...each, s3: { key: fixture.imageTar } }));
  const parameters = parametersOf(example, fixture);
  const name = await runs.submit(fixture.team, template, parameters, given);
  if (template === "approval" || template === "release-pipeline")
    await fixture.approver.answer(template, name, approval);
  const outcome = await runs.end(fixture.team, template, name);
  // The next examples verify and deploy the image that this one signed. Nothing in the lab has built it.
  if (template === "sign") await claim(library, fixture.team, { image: parameters["image"] ?? "" });
  return outcome;
}

/** A threshold that only a target that hangs misses: its speed depends on the load of the machine. */
export const patientP95 = "p95<60000";

/** Seconds that a rollout may take, as a parameter; a busy machine needs more than an idle one. */
export const patientWait = "600";

/** An example's parameters, with images, tags and SHA-256 sums that exist in the lab, and short load tests. */
export function parametersOf(
  { template, parameters }: Example,
  { images, imageSha256 }: TeamFixture,
): Parameters {
  const replaced = Object.entries(parameters).map(([name, value]) => {
    if (name === "image" && /@sha256:0(123456789abcdef|0{62}1)/.test(value)) return [name, images.one];
    if (name === "image-sha256") return [name, imageSha256];
    // ECR refuses to move a tag, and the examples all name one.
    if (name === "image-tag") return [name, `${value}-${template}`];
    // Long enough to see that it works.
    if (name === "load-duration") return [name, "3s"];
    if (name === "thresholds") return [name, value.replace(/p95<\d+/, patientP95)];
    return [name, value];
  });
  return Object.fromEntries(replaced) as Parameters;
}
