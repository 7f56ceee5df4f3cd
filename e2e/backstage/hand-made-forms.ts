import { handMade } from "../shared/backstage/generated-forms";

const submit = "argo:workflow:submit";

/** Forms that the generator never makes: each has one error, or needs a permission that Backstage lacks. */
export function handMadeForms(team: string, other: string): object[] {
  const greet = { namespace: team, template: "greet", parameters: { name: "Ada" } };
  return [
    handMade("lacks-parameter", submit, { ...greet, parameters: {} }),
    handMade("unknown-parameter", submit, { ...greet, parameters: { name: "Ada", nam: "Ada" } }),
    handMade("out-of-enum", submit, { ...greet, parameters: { name: "Ada", tone: "rude" } }),
    handMade("closed-namespace", submit, { ...greet, namespace: "argo" }),
    handMade("forbidden-namespace", submit, { ...greet, namespace: "default", instance: "unbounded" }),
    handMade("other-team", submit, { ...greet, namespace: other, instance: "unbounded" }),
    handMade("unknown-template", submit, { instance: "unbounded", namespace: team, template: "none" }),
    handMade("wrong-token", submit, { ...greet, instance: "wrong-token" }),
    handMade("unknown-workflow", "argo:workflow:wait", { namespace: team, name: "none" }),
    handMade("climbing", "argo:workflow:get", { namespace: team, name: ".." }),
    handMade("templates", "argo:workflowTemplate:list", {}),
    handMade("terminating", submit, {
      namespace: team,
      template: "pause",
      parameters: { duration: "600" },
      wait: true,
      terminateOnAbort: true,
    }),
  ];
}
