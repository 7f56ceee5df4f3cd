import { EnvironmentFileError, loadEnvironments } from "./config/load";
import { synthesize } from "./stacks/synthesize";

try {
  // The CDKTF command line says where it wants the output.
  synthesize(loadEnvironments("environments"), process.env.CDKTF_OUTDIR ?? "cdktf.out");
} catch (error) {
  if (!(error instanceof EnvironmentFileError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
