import type { Container } from "../container";
import type { Rule } from "../rule";
import type { Template } from "../template";

/** Rules about templates that run a pod. */

const noCommand: Rule = {
  id: "no-command",
  sentence: "Every container names its command.",
  *check({ templates }) {
    for (const { containers } of templates)
      for (const { place, role } of containers)
        // Argo leaves init containers as they are.
        if (role !== "init" && place.at("command").items().length === 0)
          yield {
            place,
            message: `${described({ place, role })} has no command: Argo would ask the registry for it, and fails where it can't`,
          };
  },
};

const noTimeout: Rule = {
  id: "no-timeout",
  sentence: "Every leaf ends after a time: activeDeadlineSeconds, or a suspend's duration.",
  *check({ templates }) {
    for (const template of templates) {
      const { kind, place, name, runsPod } = template;
      if (kind === "suspend" && !place.at("suspend", "duration").exists)
        yield { place, message: `template ${name} waits for ever; give suspend a duration` };
      const limits = [
        template.field("activeDeadlineSeconds"),
        template.field("timeout"),
        place.at("http", "timeoutSeconds"),
      ];
      if ((runsPod || kind === "http" || kind === "plugin") && !limits.some(({ exists }) => exists))
        yield { place, message: `template ${name} may run for ever; set activeDeadlineSeconds` };
    }
  },
};

/** @param which whether the pod's scheduling or its bounds */
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
  sentence: "Every container has a securityContext of its own.",
  *check({ templates }) {
    for (const { containers } of templates)
      for (const container of containers)
        if (container.place.at("securityContext").keys().length === 0)
          yield {
            place: container.place,
            message: `${described(container)} has no securityContext; the one of the workflow isn't carried by templateRef`,
          };
  },
};

const noRetryStrategy: Rule = {
  id: "no-retry-strategy",
  sentence: "Every leaf says how often it is retried, `limit: 0` for never.",
  *check({ templates }) {
    for (const template of templates.filter(({ runsPod }) => runsPod)) {
      const strategy = template.field("retryStrategy");
      if (!strategy.exists)
        yield {
          place: template.place,
          message: `template ${template.name} has no retryStrategy; a lost node would fail it`,
        };
      else if (!strategy.at("limit").exists)
        yield { place: strategy, message: `template ${template.name} is retried without end; set limit` };
    }
  },
};

const retryOfFailures: Rule = {
  id: "retry-of-failures",
  sentence: "Only what the platform lost is retried, not what failed.",
  *check({ templates }) {
    for (const template of templates) {
      const strategy = template.field("retryStrategy");
      if (!mayRetry(template) || strategy.at("expression").exists) continue;
      if (strategy.at("retryPolicy").text === "OnError") continue;
      yield {
        place: strategy,
        message: `template ${template.name} repeats failures as well: set retryPolicy: OnError, or an expression about lastRetry`,
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
    "the scheduler and the team's quota would go by the namespace's default",
  ),
  sized(
    "limits",
    "no-limits",
    "Every container has limits for CPU and memory.",
    "the namespace's default would cut it off, or nothing would",
  ),
  noSecurityContext,
  noRetryStrategy,
  retryOfFailures,
];
