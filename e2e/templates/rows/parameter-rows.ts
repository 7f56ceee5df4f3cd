import { readExamples, readLibrary } from "../../../config/workflow-library";
import type { WorkflowTemplate } from "../../../config/workflow-template";
import type { LibraryInLab } from "../../shared/library/library-in-lab";
import type { Parameters, Runs } from "../../shared/library/runs";
import type { TeamFixture } from "../../shared/library/team-fixture";
import type { Table } from "../../shared/table";

/** Matches no pattern and no enum of the library, and would have a visible effect in a shell. */
const absurd = "$(touch /tmp/pwned) `id` ; --help";

/** Accepts any text, because a failed notification would fail a successful workflow. */
const unchecked = ["notify"];

/**
 * Missing and out-of-bounds parameters of every template: refused by name, before a pod starts. The template itself says
 * which parameters are required and which are bounded.
 */
export async function parameterRows(
  table: Table,
  { runs }: LibraryInLab,
  { team, imageTar }: TeamFixture,
): Promise<void> {
  const own = readExamples();
  const looks = readLibrary().templates.map((template) => async () => {
    const { name } = template;
    const example = own.get(name);
    if (example === undefined) return;
    const { required, bounded } = parametersOf(template);
    if (required.length > 0)
      await table.row(`${name}: each required parameter missing`, required, async () => {
        const named: string[] = [];
        for (const missing of required) {
          const said = await refusal(() => runs.submit(team, name, without(example.parameters, missing)));
          if (said.includes(`spec.arguments.${missing}.`)) named.push(missing);
        }
        return named;
      });
    if (bounded.length > 0 && !unchecked.includes(name))
      await table.row(
        `${name}: out of bounds: ${bounded.join(", ")}`,
        { phase: "Failed", pods: 0, named: bounded },
        async () => {
          const wrong = Object.fromEntries(bounded.map((each) => [each, absurd]));
          const outcome = await runs.run(
            team,
            name,
            { ...example.parameters, ...wrong },
            { artifacts: example.artifacts.map((each) => ({ ...each, s3: { key: imageTar } })) },
          );
          const named = bounded.filter((each) => outcome.said.includes(`${each} is "`));
          // Error is right too: it is Argo's phase for a duration that it can't parse.
          const phase = outcome.phase === "Error" ? "Failed" : outcome.phase;
          return { phase, pods: outcome.pods.length, named };
        },
      );
  });
  // All at the same time, because no pod runs.
  await Promise.all([...looks.map((look) => look()), jsonRow(table, runs, team)]);
}

const objects = [
  "{}",
  "{ \n}",
  '{"A":"1"}',
  ' { "A" : "1",\r\n\t"B":"" } ',
  String.raw`{"A":"a \"word\" \\ \/ \u00e9 {x} [y], z"}`,
].map((each) => each.trim());

const otherTexts = [
  "words",
  "null",
  '"A"',
  "[]",
  '["A"]',
  '{"A":1}',
  '{"A":null}',
  '{"A":{"B":"C"}}',
  '{"A":["B"]}',
  '{"A":"B",}',
  '{,"A":"B"}',
  '{"A" "B"}',
  '{"A":"B"{"C":"D"}',
  '{"A":"B"} {"C":"D"}',
  '{"A":"B"',
  '{A:"B"}',
  "{'A':'B'}",
  '{"A":"two\nlines"}',
  String.raw`{"A":"\x41"}`,
  String.raw`{"A":"\u12"}`,
  String.raw`{"A":"B\"}`,
];

/** A JSON parameter: our message refuses everything that isn't an object of strings, and no expression breaks. */
async function jsonRow(table: Table, runs: Runs, team: string): Promise<void> {
  const texts = [...objects, ...otherTexts].map((value, number) => ({ name: `json-${number}`, value }));
  await table.row(
    `validate-parameters: JSON objects of strings pass, ${otherTexts.length} other texts don't`,
    texts.slice(objects.length).map(({ name }) => name),
    async () => {
      const rules = Object.fromEntries(texts.map(({ name }) => [name, { json: "object of strings" }]));
      const { said } = await runs.run(team, "validate-parameters", {
        parameters: JSON.stringify(texts),
        rules: JSON.stringify(rules),
      });
      const named = texts.filter(({ name }) => said.includes(`${name} is "`)).map(({ name }) => name);
      return said.includes("but must be a JSON object of strings") ? named : said;
    },
  );
}

/** Required parameters, and those with a pattern or an enum. */
function parametersOf({ parameters }: WorkflowTemplate): { required: string[]; bounded: string[] } {
  const bounded = parameters.filter((each) => each.enum !== undefined || each.pattern !== undefined);
  return {
    required: parameters.filter(({ required }) => required).map(({ name }) => name),
    bounded: bounded.map(({ name }) => name),
  };
}

function without(parameters: Parameters, name: string): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([each]) => each !== name));
}

async function refusal(submit: () => Promise<unknown>): Promise<string> {
  try {
    await submit();
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
}
