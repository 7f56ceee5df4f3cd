import { spawnSync } from "node:child_process";
import { providePrograms } from "../lab/program-builder";

/** CI's exit code for a skipped check whose reason was printed. */
export const skipped = 77;

/**
 * Path of a program that a check needs, built if necessary. Undefined if it isn't available: then the reason was printed.
 * @param tool name in the lab's list of tools
 */
export async function goProgram(tool: string, program: string): Promise<string | undefined> {
  if (spawnSync("go", ["version"], { stdio: "ignore" }).error) {
    console.log(`skipped: Go isn't on this machine, and ${program} is built with it`);
    return undefined;
  }
  try {
    const paths = await providePrograms({ only: [tool], progress: (line) => console.log(line) });
    return paths.get(program);
  } catch (error) {
    console.log(`skipped: ${program} can't be built: ${(error as Error).message}`);
    return undefined;
  }
}
