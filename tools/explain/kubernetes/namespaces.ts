import { block, text } from "../change";
import { type Explainer, finding } from "../estate";
import { type Finding, say, type Sentence, words } from "../sentence";
import { type KubernetesObject, list, pairs } from "./objects";
import { amountOf } from "./quantity";

const enforce = "pod-security.kubernetes.io/enforce";
const strictness = ["restricted", "baseline", "privileged", ""];

/** Pod Security of each namespace. */
export const podSecurity: Explainer = ({ before, after }) =>
  pairs(before, after, "Namespace").flatMap(({ before: old, after: now, any }) => {
    if (now === undefined) return [];
    const [from, to] = [old?.labels[enforce] ?? "", now.labels[enforce] ?? ""];
    const findings: Finding[] = [];
    if (old === undefined ? strictness.indexOf(to) > 1 : from !== to) {
      const isWeaker = old === undefined || strictness.indexOf(to) > strictness.indexOf(from);
      findings.push(
        finding(
          isWeaker ? "danger" : "check",
          "Pods",
          any,
          say`Namespace ${now.name} ${meaning(to)}${old === undefined ? words("") : say` (before: ${from === "" ? words("no level") : say`${from}`})`}.`,
        ),
      );
    }
    for (const label of new Set([...Object.keys(old?.labels ?? {}), ...Object.keys(now.labels)])) {
      const [a, b] = [old?.labels[label], now.labels[label]];
      if (old === undefined || label === enforce || a === b) continue;
      const isOwner = label.startsWith("aws-argo-infra/");
      findings.push(
        finding(
          isOwner ? "danger" : /warn|audit/.test(label) ? "note" : "check",
          "Pods",
          any,
          say`Label ${label} of namespace ${now.name} becomes ${b === undefined ? words("nothing") : say`${b}`} (before: ${a === undefined ? words("nothing") : say`${a}`}).`,
        ),
      );
    }
    return findings;
  });

function meaning(level: string): Sentence {
  if (level === "restricted") return words("accepts only pods of the level restricted");
  if (level === "baseline") return words("accepts pods of the level baseline: containers may run as root");
  if (level === "privileged") return words("accepts privileged pods: they own the node");
  return words("has no Pod Security level: it accepts privileged pods, which own the node");
}

const nouns: Readonly<Record<string, string>> = {
  "requests.cpu": "CPU",
  "requests.memory": "memory",
  "limits.memory": "memory limits",
  "requests.storage": "storage of volumes",
  "requests.ephemeral-storage": "disk of the nodes",
  "requests.nvidia.com/gpu": "GPUs",
  pods: "pods",
  "count/workflows.argoproj.io": "workflows",
  "services.loadbalancers": "load balancers",
  "services.nodeports": "node ports",
};

/** How much a namespace and a container can use. */
export const quotas: Explainer = ({ before, after }) => [
  ...pairs(before, after, "ResourceQuota").flatMap(({ before: old, after: now, any }) => {
    if (old === undefined || now === undefined) return [];
    const different = amounts(old, now, (object) => block(block(object.body.spec).hard));
    if (different.length === 0 && JSON.stringify(old.body.spec) !== JSON.stringify(now.body.spec))
      return [
        finding(
          "same",
          "Limits",
          any,
          say`The quota of ${any.namespace} is written differently and is the same.`,
        ),
      ];
    return different.map(({ name, from, to, isMore, isNarrow }) => {
      const what = nouns[name];
      const noun = what === undefined ? say`${name}` : words(what);
      const isService = name.startsWith("services.");
      const text_ =
        to === undefined
          ? say`Pods of ${any.namespace} get ${noun} without a limit (before: ${from ?? ""})`
          : say`Pods of ${any.namespace} get ${to} ${noun} (before: ${from ?? words("no limit")})`;
      return finding(
        to === undefined || (isService && isMore) ? "danger" : "check",
        isMore ? (isService ? "Network" : "Cost") : "Limits",
        any,
        say`${text_}${words(isNarrow ? ". What exceeds it stays, and nothing new starts" : isMore && !isService ? ": it can cost more" : "")}.`,
      );
    });
  }),
  ...pairs(before, after, "LimitRange").flatMap(({ before: old, after: now, any }) => {
    if (old === undefined || now === undefined) return [];
    return (["max", "default", "defaultRequest", "default_request"] as const).flatMap((field) =>
      amounts(old, now, (object) => block(list(block(object.body.spec).limits)[0]?.[field])).map(
        ({ name, from, to, isMore }) =>
          finding(
            to === undefined && field === "max" ? "danger" : "check",
            isMore ? "Cost" : "Limits",
            any,
            say`A container of ${any.namespace} ${words(field === "max" ? "can have at most" : field === "default" ? "that sets no limit gets" : "that requests nothing requests")} ${to ?? words("any amount of")} ${nouns[`requests.${name}`] === undefined ? say`${name}` : words(nouns[`requests.${name}`] ?? "")} (before: ${from ?? words("no limit")}).`,
          ),
      ),
    );
  }),
];

interface Amount {
  readonly name: string;
  readonly from?: string;
  readonly to?: string;
  readonly isMore: boolean;
  readonly isNarrow: boolean;
}

function amounts(
  old: KubernetesObject,
  now: KubernetesObject,
  of: (object: KubernetesObject) => Readonly<Record<string, unknown>>,
): Amount[] {
  const [a, b] = [of(old), of(now)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort().flatMap((name) => {
    const [from, to] = [text(a[name]), text(b[name])];
    if (from === to) return [];
    const [small, large] = [amountOf(from), amountOf(to)];
    if (small === large) return [];
    return [
      {
        name,
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
        isMore: large > small,
        isNarrow: large < small,
      },
    ];
  });
}
