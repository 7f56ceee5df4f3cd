import { block, text, texts } from "../change";
import { type Explainer, finding } from "../estate";
import { type Finding, say, words } from "../sentence";
import { pairs } from "./objects";

/** Workflows that start by themselves. */
export const schedules: Explainer = ({ before, after }) =>
  pairs(before, after, "CronWorkflow").flatMap(({ before: old, after: now, any }) => {
    const name = `${any.namespace}/${any.name}`;
    if (now === undefined)
      return [
        finding("check", "Schedules", any, say`Schedule ${name} is removed: nothing starts it any more.`),
      ];
    const [a, b] = [block(old?.body.spec), block(now.body.spec)];
    const template = (spec: typeof a) =>
      text(block(block(spec.workflowSpec).workflowTemplateRef).name) ?? "a workflow of its own";
    const times = (spec: typeof a) => texts(spec.schedules);
    if (old === undefined)
      return [
        finding(
          "check",
          "Schedules",
          any,
          say`Template ${template(b)} now runs in ${any.namespace} by itself at ${times(b)}, ${text(b.timezone) ?? "UTC"} (schedule ${any.name}).`,
        ),
      ];
    const findings: Finding[] = [];
    if (JSON.stringify([times(a), a.timezone]) !== JSON.stringify([times(b), b.timezone]))
      findings.push(
        finding(
          "check",
          "Schedules",
          any,
          say`Schedule ${name} runs at ${times(b)}, ${text(b.timezone) ?? "UTC"} (before: ${times(a)}, ${text(a.timezone) ?? "UTC"}).`,
        ),
      );
    if (template(a) !== template(b))
      findings.push(
        finding(
          "check",
          "Schedules",
          any,
          say`Schedule ${name} runs template ${template(b)} (before: ${template(a)}).`,
        ),
      );
    if (text(a.suspend) !== text(b.suspend))
      findings.push(
        finding(
          "check",
          "Schedules",
          any,
          say`Schedule ${name} is ${words(text(b.suspend) === "true" ? "suspended: it starts nothing" : "no longer suspended")}.`,
        ),
      );
    if (findings.length === 0 && JSON.stringify(a) !== JSON.stringify(b))
      findings.push(
        finding("check", "Schedules", any, say`Schedule ${name} runs with other arguments or settings.`),
      );
    return findings;
  });
