import { isShell, programsOf } from "../container";
import type { Rule } from "../rule";

/** Rules about shell scripts. shellcheck finds other mistakes in them. */

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
            message: "continues after a failed command and can still succeed; begin with set -eu",
          };
        }
      }
  },
};

/** `set -e` counts only as the first command. */
function setsErrexit(commands: readonly string[]): boolean {
  return /^set\s+(-\w*e\w*|-o\s+errexit)/.test(commands[0] ?? "");
}

export const scriptRules = [noErrexit];
