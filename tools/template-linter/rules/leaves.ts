import type { Container } from "../container";
import type { Template } from "../manifest";
import type { Rule } from "../rule";

/** Rules about templates that run a pod. */

const noCommand: Rule = {
  id: "no-command",
  sentence: "Every container has a command.",
  *check({ templates }) {
    for (const { containers } of templates)
      for (const { place, role } of containers)
        // Argo doesn't change init containers.
        if (role !== "init" && place.at("command").items().length === 0)
          yield {
            place,
            message: `${described({ place, role })} has no command, so Argo asks the registry for it, which fails for private images; set command`,
          };
  },
};

const noTimeout: Rule = {
  id: "no-timeout",
  sentence: "Every leaf has a time limit: activeDeadlineSeconds, or the duration of a suspend.",
  *check({ templates }) {
    for (const template of templates) {
      const { kind, place, name, runsPod } = template;
      if (kind === "suspend" && !place.at("suspend", "duration").exists)
        yield { place, message: `template ${name} can wait forever; set suspend.duration` };
      const limits = [
        template.field("activeDeadlineSeconds"),
        template.field("timeout"),
        place.at("http", "timeoutSeconds"),
      ];
      if ((runsPod || kind === "http" || kind === "plugin") && !limits.some(({ exists }) => exists))
        yield { place, message: `template ${name} can run forever; set activeDeadlineSeconds` };
    }
  },
};

/** @param which requests, for scheduling, or limits */
function sized(which: "requests" | "limits", id: string, sentence: string, why: string): Rule {
  return {
    id,
    sentence,
    *check({ templates }) {
      for (const { containers } of templates)
        for (const container of containers) {
          const given = container.place.at("resources", which);
          const missing = ["cpu", "memory"].filter((resource) => !given.at(resource).exists);
          if (missing.length > 0)
            yield {
              place: container.place,
              message: `${described(container)} has no resources.${which} for ${missing.join(" and ")}: ${why}`,
            };
        }
    },
  };
}

const noSecurityContext: Rule = {
  id: "no-security-context",
  sentence: "Every container has its own securityContext.",
  *check({ templates }) {
    for (const { containers } of templates)
      for (const container of containers)
        if (container.place.at("securityContext").keys().length === 0)
          yield {
            place: container.place,
            message: `${described(container)} has no securityContext; templateRef doesn't apply the security context of the workflow's spec`,
          };
  },
};

const noRetryStrategy: Rule = {
  id: "no-retry-strategy",
  sentence: "Every leaf sets how often it is retried; `limit: 0` means never.",
  *check({ templates }) {
    for (const template of templates.filter(({ runsPod }) => runsPod)) {
      const strategy = template.field("retryStrategy");
      if (!strategy.exists)
        yield {
          place: template.place,
          message: `template ${template.name} has no retryStrategy, so it fails if its node is lost`,
        };
      else if (!strategy.at("limit").exists)
        yield { place: strategy, message: `template ${template.name} is retried forever; set limit` };
    }
  },
};

const retryOfFailures: Rule = {
  id: "retry-of-failures",
  sentence: "Retries are for pods that the platform lost, not for steps that failed.",
  *check({ templates }) {
    for (const template of templates) {
      const strategy = template.field("retryStrategy");
      if (!mayRetry(template) || strategy.at("expression").exists) continue;
      if (strategy.at("retryPolicy").text === "OnError") continue;
      yield {
        place: strategy,
        message: `template ${template.name} also retries failures; set retryPolicy: OnError, or an expression with lastRetry`,
      };
    }
  },
};

/** Whether a template may run more than once. */
export function mayRetry(template: Template): boolean {
  const strategy = template.field("retryStrategy");
  return strategy.exists && strategy.at("limit").text !== "0";
}

function described({ place, role }: Container): string {
  const name = place.at("name").text ?? "";
  return {
    main: "the container",
    set: `container ${name}`,
    init: `init container ${name}`,
    sidecar: `sidecar ${name}`,
  }[role];
}

export const leafRules = [
  noCommand,
  noTimeout,
  sized(
    "requests",
    "no-requests",
    "Every container requests CPU and memory.",
    "the scheduler and the quota use the namespace's default instead",
  ),
  sized(
    "limits",
    "no-limits",
    "Every container has limits for CPU and memory.",
    "the namespace's default limit applies, or none",
  ),
  noSecurityContext,
  noRetryStrategy,
  retryOfFailures,
];
