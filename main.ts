import { loadEnvironments } from "./config/load";
import { notesOf } from "./config/notes";
import { Refusal } from "./config/refusal";
import { synthesize } from "./stacks/synthesize";

try {
  // The CDKTF CLI sets where it expects the output.
  const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";
  const environments = loadEnvironments("environments");
  const stacks = synthesize(environments, outdir, (sentence) => console.log(sentence));
  for (const note of environments.flatMap(notesOf)) console.log(note);
  console.log(`${outdir}: ${stacks} stacks of ${environments.map(({ name }) => name).join(", ")}`);
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
