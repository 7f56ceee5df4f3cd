import { byCodeUnit } from "../../config/code-unit-order";
import { attachments } from "./aws/attachments";
import { attributes } from "./aws/attributes";
import { lifecycles } from "./aws/lifecycle";
import { resourcePolicies } from "./aws/resource-policies";
import { rolePolicies } from "./aws/role-policies";
import { securityGroups } from "./aws/security-groups";
import { trust } from "./aws/trust";
import { type Change, changesOf, same } from "./change";
import { created, destroyed } from "./destroyed";
import { type Estate, type Explainer, finding } from "./estate";
import { accounts } from "./kubernetes/accounts";
import { alerts } from "./kubernetes/alerts";
import { argo, releaseSettings } from "./kubernetes/argo";
import { configMaps } from "./kubernetes/config-maps";
import { guard } from "./kubernetes/guard";
import { ingressClasses } from "./kubernetes/ingress-classes";
import { podSecurity, quotas } from "./kubernetes/namespaces";
import { network } from "./kubernetes/network";
import { clusterOf } from "./kubernetes/objects";
import { rbac } from "./kubernetes/rbac";
import { schedules } from "./kubernetes/schedules";
import { gitTokens, secrets } from "./kubernetes/secrets";
import { templates } from "./kubernetes/templates";
import { unknownKinds } from "./kubernetes/unknown-kinds";
import type { Page } from "./page/page";
import type { Plan } from "./plan";
import { differencesOf, restOf } from "./rest";
import { type Finding, say, type Sentence, words } from "./sentence";
import { planFindings, unfamiliar } from "./terraform";

const explainers: readonly Explainer[] = [
  ...[destroyed, created, unfamiliar],
  ...[rolePolicies, trust, resourcePolicies, attributes, lifecycles, securityGroups, attachments],
  ...[rbac, network, guard, podSecurity, quotas, accounts, configMaps, secrets, schedules, templates],
  ...[gitTokens, ingressClasses, alerts],
  ...[unknownKinds, releaseSettings, argo],
];

/** Says what plans mean. Plans of one environment are read together: a binding and its role are in two stacks. */
export function explain(plans: readonly Plan[]): Page {
  const sorted = [...plans].sort((a, b) => byCodeUnit(a.stack, b.stack));
  const environments = new Map<string, Plan[]>();
  for (const plan of sorted) {
    const name = plan.stack.replace(/-argo-[a-z]+$/, "");
    environments.set(name, [...(environments.get(name) ?? []), plan]);
  }
  const findings = [...environments.values()].flatMap(environmentFindings);
  return {
    findings,
    rest: sorted.map((plan) => restOf(plan.stack, changesOf(plan))),
    notProved: notProved(sorted),
  };
}

function environmentFindings(plans: readonly Plan[]): Finding[] {
  const changes = plans.flatMap(changesOf);
  const [before, after] = [clusterOf(changes, "before"), clusterOf(changes, "after")];
  const estate: Estate = { changes, before, after };
  const found = [
    ...plans.flatMap(planFindings),
    ...after.problems,
    ...explainers.flatMap((explainer) => explainer(estate)),
  ];
  const firstTime = newStacks(changes);
  return [
    ...firstTime.map((stack): Finding => ({
      level: "note",
      topic: "New",
      stack,
      about: [],
      sentence: say`Stack ${stack} is new: everything in it is created.`,
    })),
    ...found.filter(
      ({ stack, level }) => !firstTime.includes(stack) || level === "danger" || level === "check",
    ),
    ...silent(changes, found, firstTime),
    ...silentObjects(estate, found, firstTime),
  ];
}

/** Stacks that have nothing yet. Their usual parts need no sentence each. */
function newStacks(changes: readonly Change[]): string[] {
  const stacks = [...new Set(changes.map(({ stack }) => stack))];
  return stacks.filter((stack) =>
    changes.every(
      (change) => change.stack !== stack || (change.before === undefined && change.kind === "create"),
    ),
  );
}

/** Changes that no sentence explains are named, so that nothing passes unseen. */
function silent(
  changes: readonly Change[],
  found: readonly Finding[],
  firstTime: readonly string[],
): Finding[] {
  const explained = new Set(
    found.flatMap(({ stack, about }) => about.map((address) => JSON.stringify([stack, address]))),
  );
  const left = changes.filter(
    ({ kind, stack, address }) =>
      kind !== "none" && !firstTime.includes(stack) && !explained.has(JSON.stringify([stack, address])),
  );
  const groups = new Map<string, Change[]>();
  for (const change of left) {
    const key = JSON.stringify([change.stack, others[change.kind]]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((own): Finding[] => {
    const [first] = own;
    if (first === undefined) return [];
    const addresses = own.map(({ address }) => address);
    const { stack, kind } = first;
    return [
      {
        level: "note",
        topic: "Settings",
        stack,
        about: addresses,
        sentence: say`Stack ${stack} also ${words(others[kind])} ${addresses}. See below.`,
      },
    ];
  });
}

/** Kinds whose explainer says everything about these paths, and nothing about others. */
const said: Readonly<Record<string, RegExp>> = {
  ValidatingAdmissionPolicy:
    /^spec\.(failurePolicy|matchConstraints|matchConditions|validations|variables)\b/,
  ValidatingAdmissionPolicyBinding: /^spec\.(validationActions|matchResources)\b/,
};

/** The same for each object of a Helm release: a sentence about one of them says nothing about the others. */
function silentObjects(
  { before, after }: Estate,
  found: readonly Finding[],
  firstTime: readonly string[],
): Finding[] {
  const explained = new Set(found.flatMap(({ about }) => about));
  return [...new Set([...before.objects.keys(), ...after.objects.keys()])].flatMap((key): Finding[] => {
    const [old, now] = [before.objects.get(key), after.objects.get(key)];
    const any = now ?? old;
    const own = any === undefined ? undefined : said[any.kind];
    if (
      any === undefined ||
      (own === undefined && explained.has(key)) ||
      !any.address.startsWith("helm_release.")
    )
      return [];
    if (firstTime.includes(any.stack) || same(old?.body, now?.body)) return [];
    const what = say`${any.kind} ${any.namespace === "" ? any.name : `${any.namespace}/${any.name}`}`;
    if (old === undefined || now === undefined) {
      const verb = words(old === undefined ? "created" : "removed");
      return own === undefined ? [finding("note", "Settings", any, say`${what} is ${verb}.`)] : [];
    }
    const paths = [...new Set(differencesOf(old.body, now.body).map(({ path }) => path))].filter(
      (path) => own?.test(path) !== true,
    );
    if (paths.length === 0) return [];
    return [
      finding("check", "Settings", any, say`${what} changes in a way that no sentence explains: ${paths}.`),
    ];
  });
}

const others: Readonly<Record<Change["kind"], string>> = {
  none: "keeps",
  create: "creates",
  update: "changes",
  replace: "replaces",
  delete: "destroys",
  forget: "forgets",
  unclear: "does something with",
};

function notProved(plans: readonly Plan[]): Sentence[] {
  const madeFromJson = plans.filter(({ json }) => json.from_json !== undefined);
  const bases = [...new Set(madeFromJson.flatMap(({ json }) => json.from_json?.base ?? []))];
  return [
    ...(madeFromJson.length === 0
      ? []
      : [
          say`Terraform has not planned ${madeFromJson.map(({ stack }) => stack)}. plan-from-json compares the JSON of the stacks with that of ${bases}: it knows no state, and what is replaced comes from a list.`,
        ]),
    ...(plans.some(({ json }) => json.from_json === undefined)
      ? [
          words(
            "A plan of Terraform doesn't say what changes in backends, provider versions and lifecycle rules: read the diff of cdktf.out for these.",
          ),
        ]
      : []),
    words(
      "Policies of the organization, permissions boundaries, and roles that the plans don't contain are not simulated.",
    ),
  ];
}
