import { targetsConfigMap } from "../../../config/naming";
import { targetDemands } from "../../../constructs/argo/target-demands";
import { patientWait } from "../../shared/library/examples";
import { claim } from "../../shared/library/fixtures/provenance";
import { accountOf, signs } from "../../shared/library/fixtures/signature";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import { names } from "../../shared/library/names";
import type { Parameters } from "../../shared/library/runs";
import { phaseOf } from "../../shared/library/steps";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";
import { replacedRows } from "./replaced-rows";

/** What must not get into the registry, and what must not be deployed. */
export async function supplyChainRows(
  table: Table,
  library: LibraryInLab,
  fixture: TeamFixture,
): Promise<void> {
  await Promise.all([
    vulnerableRow(table, library, fixture),
    replacedRows(table, library, fixture),
    (async () => {
      await unsignedRow(table, library, fixture);
      await attestedRow(table, library, fixture);
    })(),
    provenanceRows(table, library, fixture),
    builtRow(table, library, fixture),
    builtFromRow(table, library, fixture),
    otherTeamsKeyRow(table, library, fixture),
    keyRows(table, library, fixture),
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

/** An image is deployed only once it is signed and has a provenance of the library. */
async function unsignedRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { runs, publisher } = library;
  const application = await fixture.application(fixture.target, "guarded");
  const image = await newImage(publisher, "unsigned");
  const deploy = { ...deployment(fixture, "guarded", image), verify: "true" };
  await table.row(
    "deploy-kubernetes: an image is not deployed before it is signed and has a provenance",
    {
      unsigned: true,
      signed: "Succeeded",
      withoutProvenance: true,
      generation: 1,
      then: "Succeeded",
      image,
    },
    async () => {
      const unsigned = await refusal(runs, fixture, "deploy-kubernetes", deploy);
      const signed = await runs.run(fixture.team, "sign", { image });
      const withoutProvenance = await refusal(runs, fixture, "deploy-kubernetes", deploy);
      const generation = await application.generation();
      await claim(library, fixture.team, { image });
      const then = await runs.run(fixture.team, "deploy-kubernetes", deploy);
      return {
        unsigned: /no signatures found/.test(unsigned) || unsigned,
        signed: phaseOf(signed),
        withoutProvenance:
          withoutProvenance.includes("no provenance says how it was built") || withoutProvenance,
        generation,
        then: phaseOf(then),
        image: await application.image(),
      };
    },
  );
}

/** Provenances that don't say what verify demands, each with its sentence. */
async function provenanceRows(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { runs, publisher } = library;
  const accepted = JSON.stringify([`https://${names.git}/backend/api`]);
  const other = `https://${names.git}/somebody/else`;
  const cases = [
    ["another repository", { repository: other }, "which is not one of the accepted repositories"],
    ["build arguments", { buildArgs: '{"BASE":"example.com/base"}' }, "was built with build arguments"],
    ["a commit of no branch", { reachable: false }, "from a commit that is on no branch or tag"],
    ["another template", { template: "build-docker-image" }, 'by the template "build-docker-image"'],
  ] as const;
  for (const [what, said, sentence] of cases) {
    await table.row(`verify: a provenance of ${what} is refused`, true, async () => {
      const image = await newImage(publisher, what.replaceAll(" ", "-"));
      await runs.run(fixture.team, "sign", { image });
      await claim(library, fixture.team, { image, ...said });
      const message = await refusal(runs, fixture, "verify", { image, repositories: accepted });
      return message.includes(sentence) || message;
    });
  }
  await table.row("verify: a builder without a key here is refused before any pod starts", true, async () => {
    const image = await newImage(publisher, "foreign");
    const message = await refusal(runs, fixture, "verify", {
      image,
      builder: "https://argo.example.com/team-frontend",
    });
    return message.includes("has no key that counts here") || message;
  });
  await table.row("sign: a team without a key is told so", true, async () => {
    const image = await newImage(publisher, "keyless");
    const { said } = await runs.run("team-data", "sign", { image });
    return said.includes("this team has none") || said;
  });
}

/** The library says of its own build what it was. */
async function builtRow(table: Table, { runs }: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const repository = `https://${names.git}/backend/api`;
  await table.row(
    "verify: an image that ci-secure-build built from an accepted repository passes, and from no other",
    ["Succeeded", "Succeeded", true],
    async () => {
      const built = await runs.run(fixture.team, "ci-secure-build", build("proven"));
      const image = built.output("image") ?? "";
      const verify = (repositories: readonly string[]) =>
        runs.run(fixture.team, "verify", { image, repositories: JSON.stringify(repositories) });
      const passed = await verify([repository, "https://git.example.com/other"]);
      const { said } = await verify([`${repository}-fork`]);
      return [phaseOf(built), phaseOf(passed), said.includes("not one of the accepted repositories") || said];
    },
  );
}

/** A target that names repositories takes an image of these only, whatever the caller asks for. */
async function builtFromRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { lab, runs, publisher } = library;
  const builtFrom = [`https://${names.git}/backend/api`, `https://${names.git}/backend/worker`];
  const target = {
    namespace: "built-from",
    allows: ["rollouts"],
    requires: { signature: true, builtFrom },
    frozen: undefined,
  } as const;
  const key = `demands.${target.namespace}`;
  const data = { [key]: targetDemands([target])[key] };
  await lab.api.patch(`/api/v1/namespaces/${fixture.team}/configmaps/${targetsConfigMap}`, { data });
  const signedFrom = async (word: string, repository: string) => {
    const image = await newImage(publisher, word);
    await runs.run(fixture.team, "sign", { image });
    await claim(library, fixture.team, { image, repository });
    const { namespace } = target;
    return runs.run(fixture.team, "gate", { namespace, subject: word, "deployed-image": image });
  };
  await table.row(
    "gate: a target that names repositories takes an image that was built from one, and no other",
    { named: "Succeeded", other: "Failed", said: true },
    async () => {
      const named = await signedFrom("named", `${builtFrom[1]}.git`);
      const other = await signedFrom("unnamed", `https://${names.git}/somebody/else`);
      return {
        named: phaseOf(named),
        other: other.phase,
        said: other.said.includes("which is not one of the accepted repositories") || other.said,
      };
    },
  );
}

/** What another team's key signed and attested counts for nothing here, although the builder is of this environment. */
async function otherTeamsKeyRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { runs, publisher } = library;
  const application = await fixture.application(fixture.target, "foreign-key");
  const image = await newImage(publisher, "foreign-key");
  const deploy = { ...deployment(fixture, "foreign-key", image), verify: "true" };
  const complete = async (team: string) => {
    const signed = await runs.run(team, "sign", { image });
    return [phaseOf(signed), phaseOf(await claim(library, team, { image }))];
  };
  await table.row(
    "deploy-kubernetes: an image that another team's key signed is not deployed, until the team's own signs it",
    {
      others: ["Succeeded", "Succeeded"],
      said: true,
      generation: 1,
      own: ["Succeeded", "Succeeded"],
      then: "Succeeded",
    },
    async () => {
      const others = await complete("team-frontend");
      const said = await refusal(runs, fixture, "deploy-kubernetes", deploy);
      const generation = await application.generation();
      const own = await complete(fixture.team);
      const then = await runs.run(fixture.team, "deploy-kubernetes", deploy);
      return {
        others,
        said: said.includes("accepted signatures do not match") || said,
        generation,
        own,
        then: phaseOf(then),
      };
    },
  );
}

/** A signing key signs for its team's signer, and for no other role, although policies of the account would allow it. */
async function keyRows(table: Table, { lab, stacks }: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { environment } = stacks;
  const own = (role: keyof typeof accountOf) => signs(lab, environment, fixture.team, role, fixture.team);
  await table.row(
    "the team's signing key signs for the signer, and for no other role",
    {
      signer: "signed",
      publisher: refusedByAws,
      builder: refusedByAws,
      executor: refusedByAws,
      verifier: refusedByAws,
    },
    async () => ({
      signer: await own("signer"),
      publisher: await own("publisher"),
      builder: await own("builder"),
      executor: await own("executor"),
      verifier: await own("verifier"),
    }),
  );
  await table.row("another team's signing key does not sign for the signer", refusedByAws, () =>
    signs(lab, environment, fixture.team, "signer", "team-frontend"),
  );
}

/** The emulator answers in XML, so that a client of KMS sees only the status. */
const refusedByAws = "403";

/** An attestation with the right key is not a signature, although cosign's own verify accepts it. */
async function attestedRow(table: Table, library: LibraryInLab, fixture: TeamFixture): Promise<void> {
  const { runs, publisher } = library;
  const application = await fixture.application(fixture.target, "attested");
  const image = await newImage(publisher, "attested");
  const deploy = { ...deployment(fixture, "attested", image), verify: "true" };
  await table.row(
    "verify: an image that was attested and never signed is not deployed",
    { attested: "Succeeded", said: true, generation: 1 },
    async () => {
      const attested = await claim(library, fixture.team, { image });
      const said = await refusal(runs, fixture, "deploy-kubernetes", deploy);
      return {
        attested: phaseOf(attested),
        said: said.includes("but has not signed it") || said,
        generation: await application.generation(),
      };
    },
  );
}

/** The message of a run that must not succeed. */
async function refusal(
  runs: LibraryInLab["runs"],
  { team }: TeamFixture,
  template: string,
  parameters: Parameters,
): Promise<string> {
  const { phase, said } = await runs.run(team, template, parameters);
  return phase === "Succeeded" ? "it succeeded" : said;
}

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
