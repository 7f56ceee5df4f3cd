import { isShell, programsOf } from "../container";
import type { Rule } from "../rule";

/** Rules about shell scripts. What else a script can do wrong is for shellcheck. */

const noErrexit: Rule = {
  id: "no-errexit",
  sentence: "A script stops at the first command that fails.",
  *check({ templates }) {
    for (const { containers } of templates)
      for (const container of containers.filter(isShell)) {
        const words = [...container.place.at("command").items(), ...container.place.at("args").items()];
        const byOption = words.some(({ string }) => /^-\w*e\w*$/.test(string ?? ""));
        for (const program of programsOf(container)) {
          const lines = (program.string ?? "").split("\n").map((line) => line.trim());
          const commands = lines.filter((line) => line !== "" && !line.startsWith("#"));
          if (byOption || commands.length < 2 || setsErrexit(commands)) continue;
          yield {
            place: program,
            message: "goes on after a command has failed, and so ends well; begin with set -eu",
          };
        }
      }
  },
};

/** `set -e` counts before anything that could fail. */
function setsErrexit(commands: readonly string[]): boolean {
  return /^set\s+(-\w*e\w*|-o\s+errexit)/.test(commands[0] ?? "");
}

export const scriptRules = [noErrexit];
