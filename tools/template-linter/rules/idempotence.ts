import { notIdempotentAnnotation } from "../../../config/annotations";
import { programsOf, wordsOf } from "../container";
import type { Library } from "../library";
import type { Template } from "../manifest";
import type { Rule } from "../rule";
import { mayRetry } from "./leaves";

const retryNotIdempotent: Rule = {
  id: "retry-not-idempotent",
  sentence: "A step that must not run twice is never retried: `limit: 0`.",
  *check(library) {
    for (const manifest of library.manifests)
      for (const [marked, place] of manifest.annotations(notIdempotentAnnotation)) {
        if (!manifest.template(marked))
          yield { place, message: `is about the template ${marked}, which doesn't exist` };
        else if ((place.string ?? "").trim() === "")
          yield { place, message: `has no reason; write why template ${marked} must not run twice` };
      }
    for (const template of library.templates.filter(mayRetry)) {
      const found = cause(library, template);
      if (found !== undefined)
        yield {
          place: template.field("retryStrategy"),
          message: `template ${template.name} is retried, but must not run twice (${found}); set limit: 0`,
        };
    }
  },
};

/** Why a template, or a template that it runs, must not run twice. */
function cause(library: Library, template: Template): string | undefined {
  const reached = new Set([template]);
  for (const each of reached) {
    const own = ownCause(each);
    if (own !== undefined) return own;
    // You can add to a set while you iterate over it.
    for (const call of each.calls) {
      const callee = library.callee(call);
      if (callee) reached.add(callee);
    }
  }
  return undefined;
}

/** A command: a program and an argument. */
interface Command {
  readonly programs: readonly string[];
  readonly word: RegExp;
  /** Arguments that make it harmless. */
  readonly except?: RegExp;
  readonly why: string;
}

/**
 * Commands that have a different result when they run again. `kubectl apply`, `kubectl set`, `helm template`, pushing an
 * image by digest and signing it are not in the list: a second run has the same result as the first.
 */
const commands: readonly Command[] = [
  {
    programs: ["helm"],
    word: /^(install|upgrade|rollback|uninstall)$/,
    except: /^--dry-run(=(client|server|true))?$/,
    why: "helm creates a revision each time, and an interrupted run leaves a lock",
  },
  {
    programs: ["kubectl"],
    word: /^(create|replace|expose|run|undo|restart)$/,
    except: /^--dry-run=(client|server)$/,
    why: "kubectl would create or roll back a second time",
  },
  { programs: ["git"], word: /^(push|tag)$/, why: "git would push or tag a second time" },
  { programs: ["npm", "pnpm", "yarn"], word: /^publish$/, why: "you can publish a version only once" },
  { programs: ["mvn", "mvnw"], word: /^(deploy|release:\w+)$/, why: "you can publish a version only once" },
  { programs: ["gh"], word: /^create$/, why: "it would be created twice" },
  {
    programs: ["curl"],
    word: /^(-d|--data.*|-F|--form|--json|(-X|--request=?)?(POST|PATCH|DELETE))$/,
    why: "the request would be sent twice",
  },
];

function ownCause({ manifest, name, place, containers }: Template): string | undefined {
  const annotation = manifest.annotation(`${notIdempotentAnnotation}${name}`);
  if (annotation.exists) return annotation.text;
  const action = place.at("resource", "action").text ?? "";
  if (/^(create|replace)$/.test(action)) return `resource action ${action}`;
  const method = place.at("http", "method").text ?? "";
  if (/^(POST|PATCH|DELETE)$/i.test(method)) return `HTTP ${method}`;
  for (const container of containers) {
    const words = wordsOf(container).map(({ string }) => string ?? "");
    const programs = programsOf(container).flatMap(({ string }) => simpleCommands(string ?? ""));
    for (const command of [...programs, words]) {
      const found = commands.find((each) => isCommand(each, command));
      if (found) return found.why;
    }
  }
  return undefined;
}

function isCommand({ programs, word, except }: Command, words: readonly string[]): boolean {
  const start = words.findIndex((each) => programs.includes(each.slice(each.lastIndexOf("/") + 1)));
  if (start === -1) return false;
  const rest = words.slice(start + 1);
  return rest.some((each) => word.test(each)) && !(except && rest.some((each) => except.test(each)));
}

/** The words of each command in a shell script, without comments and quotes. */
function simpleCommands(program: string): string[][] {
  return program
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("#"))
    .flatMap((line) => line.split(/[;|&()`]/))
    .map((command) =>
      command
        .split(/\s+/)
        .map((word) => word.replace(/["']/g, ""))
        .filter((word) => word !== ""),
    );
}

export const idempotenceRules = [retryNotIdempotent];
