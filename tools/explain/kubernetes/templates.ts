import { block, text, texts } from "../change";
import { type Explainer, finding } from "../estate";
import { differencesOf } from "../rest";
import { type Finding, say, words } from "../sentence";
import { type KubernetesObject, list, pairs } from "./objects";

type Map = Readonly<Record<string, unknown>>;

/** Templates that check something before others go on. */
const checks = /^(approval|gate|sbom|scan|sign|validate-parameters|verify)$/;

/** What the library of workflow templates does differently. */
export const templates: Explainer = ({ before, after }) =>
  pairs(before, after, "ClusterWorkflowTemplate").flatMap(({ before: old, after: now, any }) => {
    if (now === undefined)
      return [
        finding(
          "check",
          "Library",
          any,
          say`Template ${any.name} is removed: workflows and schedules that name it fail.`,
        ),
      ];
    if (old === undefined)
      return [finding("note", "New", any, say`Template ${any.name} is new.`), ...danger(undefined, now)];
    if (JSON.stringify(old.body) === JSON.stringify(now.body)) return [];
    const findings = [...steps(old, now), ...danger(old, now), ...parameters(old, now), ...scripts(old, now)];
    const paths = [...new Set(differencesOf(old.body, now.body).map(({ path }) => path))].filter(
      (path) => findings.length === 0 || !saidElsewhere.test(path),
    );
    if (paths.length === 0) return findings;
    const isText = paths.every((path) => /^metadata\.(labels|annotations)\.|description/.test(path));
    return [
      ...findings,
      isText
        ? finding(
            "note",
            "Library",
            now,
            say`Only labels, annotations and descriptions of template ${now.name} change: ${paths}.`,
          )
        : finding("check", "Library", now, say`Template ${now.name} changes: ${paths}.`),
    ];
  });

/** Paths that the sentences about steps, containers and parameters cover. */
const saidElsewhere =
  /\.(steps|dag|script|container|sidecars|initContainers|containerSet)\b|^spec\.arguments\.parameters|activeDeadlineSeconds|serviceAccountName|automountServiceAccountToken|hostNetwork|podSpecPatch|\.volumes|securityContext|\.executor\b/;

const inner = ({ body }: KubernetesObject): Map[] => {
  const spec = block(body.spec);
  return [
    ...list(spec.templates),
    ...(spec.templateDefaults === undefined ? [] : [block(spec.templateDefaults)]),
  ];
};

interface Step {
  readonly id: string;
  readonly calls: string;
  readonly when: string;
  readonly goesOn: string;
  /** Arguments and everything else. */
  readonly others: string;
}

function stepsOf(object: KubernetesObject): Step[] {
  return inner(object).flatMap((template) => {
    const groups = [
      ...list(Array.isArray(template.steps) ? (template.steps as unknown[]).flat() : undefined),
      ...list(block(template.dag).tasks),
    ];
    return groups.map((step) => ({
      id: `${text(template.name) ?? "?"}/${text(step.name) ?? "?"}`,
      calls: text(block(step.templateRef).name) ?? text(step.template) ?? "a template of its own",
      when: text(step.when) ?? "",
      goesOn: JSON.stringify(step.continueOn ?? null),
      others: JSON.stringify({ ...step, name: 0, templateRef: 0, template: 0, when: 0, continueOn: 0 }),
    }));
  });
}

function steps(old: KubernetesObject, now: KubernetesObject): Finding[] {
  const [before, after] = [stepsOf(old), stepsOf(now)];
  const findings: Finding[] = [];
  const isCheck = ({ calls }: Step) => checks.test(calls) || checks.test(calls.split("/")[0] ?? "");
  for (const step of before) {
    const same = after.find(({ id }) => id === step.id);
    if (same === undefined) {
      const moved = after.some(({ calls }) => calls === step.calls);
      findings.push(
        isCheck(step) && !moved
          ? finding(
              "danger",
              "Library",
              now,
              say`Template ${now.name} no longer runs ${step.calls} (its step ${step.id} is gone): what it checked isn't checked any more.`,
            )
          : finding(
              isCheck(step) ? "danger" : "check",
              "Library",
              now,
              say`Template ${now.name} no longer has the step ${step.id}, which ran ${step.calls}.`,
            ),
      );
      continue;
    }
    if (same.calls !== step.calls)
      findings.push(
        finding(
          isCheck(step) ? "danger" : "check",
          "Library",
          now,
          say`Step ${step.id} of template ${now.name} runs ${same.calls} (before: ${step.calls}).`,
        ),
      );
    if (same.when !== step.when)
      findings.push(
        finding(
          isCheck(step) ? "danger" : "check",
          "Library",
          now,
          say`Step ${step.id} of template ${now.name} runs only if ${same.when === "" ? words("(always)") : say`${same.when}`} (before: ${step.when === "" ? words("always") : say`${step.when}`}).`,
        ),
      );
    if (same.others !== step.others)
      findings.push(
        finding(
          isCheck(step) ? "danger" : "check",
          "Library",
          now,
          say`Step ${step.id} of template ${now.name} gives other arguments to ${step.calls}, or has other settings. Read them below.`,
        ),
      );
    if (same.goesOn !== step.goesOn)
      findings.push(
        finding(
          "danger",
          "Library",
          now,
          say`Template ${now.name} goes on differently when step ${step.id} fails: ${same.goesOn} (before: ${step.goesOn}).`,
        ),
      );
  }
  for (const step of after) {
    if (!before.some(({ id }) => id === step.id))
      findings.push(
        finding(
          "check",
          "Library",
          now,
          say`Template ${now.name} has a new step ${step.id}, which runs ${step.calls}.`,
        ),
      );
  }
  return findings;
}

/** Images, accounts and rights of the containers. */
function danger(old: KubernetesObject | undefined, now: KubernetesObject): Finding[] {
  const [before, after] = [old === undefined ? [] : inner(old), inner(now)];
  return after.flatMap((template) => {
    const name = text(template.name) ?? "(defaults)";
    const same = before.find((one) => text(one.name) === text(template.name));
    if (old !== undefined && same === undefined && before.length > 0 && after.length === before.length) {
      return [finding("check", "Library", now, say`Template ${now.name} has another part: ${name}.`)];
    }
    const place = say`${now.name} (${name})`;
    const findings: Finding[] = [];
    for (const container of containersOf(template)) {
      const twin =
        same === undefined ? undefined : containersOf(same).find(({ key }) => key === container.key);
      if (old !== undefined && container.image !== twin?.image && container.image !== "") {
        const isExact =
          /@sha256:[0-9a-f]{64}$|:[\w.-]*\d[\w.-]*$|\{\{/.test(container.image) &&
          !/:latest$/.test(container.image);
        findings.push(
          finding(
            isExact ? "check" : "danger",
            "Versions",
            now,
            say`Template ${place} runs image ${container.image} (before: ${twin?.image ?? words("none")})${words(isExact ? "" : ": that isn't an exact version")}.`,
          ),
        );
      }
      if (container.security !== (twin?.security ?? "") && old !== undefined)
        findings.push(
          finding(
            "danger",
            "Pods",
            now,
            say`The container of template ${place} has other rights: ${container.security === "" ? words("none set") : say`${container.security}`} (before: ${twin === undefined || twin.security === "" ? words("none set") : say`${twin.security}`}).`,
          ),
        );
      else if (old === undefined && /"privileged":true|"runAsUser":0\b/.test(container.security))
        findings.push(
          finding(
            "danger",
            "Pods",
            now,
            say`The container of the new template ${place} runs as root or privileged.`,
          ),
        );
    }
    const settings = [
      "serviceAccountName",
      "automountServiceAccountToken",
      "hostNetwork",
      "podSpecPatch",
      "volumes",
      "securityContext",
      "executor",
    ];
    if (old !== undefined)
      for (const key of settings) {
        const [a, b] = [JSON.stringify(same?.[key] ?? null), JSON.stringify(template[key] ?? null)];
        if (a !== b)
          findings.push(
            finding("danger", "Access", now, say`Template ${place} has another ${key}: ${b} (before: ${a}).`),
          );
      }
    const [a, b] = [text(same?.activeDeadlineSeconds), text(template.activeDeadlineSeconds)];
    if (old !== undefined && a !== b)
      findings.push(
        finding(
          "check",
          "Limits",
          now,
          say`Template ${place} may run for ${b ?? words("any number of")} seconds (before: ${a ?? words("any number")}).`,
        ),
      );
    return findings;
  });
}

interface Container {
  readonly key: string;
  readonly image: string;
  readonly security: string;
  readonly source: string;
}

function containersOf(template: Map): Container[] {
  const many = ["initContainers", "sidecars", "containerSet"];
  return [
    ...["container", "script"].flatMap((key) =>
      template[key] === undefined ? [] : [{ key, one: block(template[key]) }],
    ),
    ...many.flatMap((key) =>
      list(key === "containerSet" ? block(template[key]).containers : template[key]).map((one) => ({
        key: `${key}.${text(one.name) ?? ""}`,
        one,
      })),
    ),
  ].map(({ key, one }) => ({
    key,
    image: text(one.image) ?? "",
    security: one.securityContext === undefined ? "" : JSON.stringify(one.securityContext),
    source: JSON.stringify([one.source ?? "", texts(one.command), texts(one.args), one.env ?? []]),
  }));
}

function parameters(old: KubernetesObject, now: KubernetesObject): Finding[] {
  const of = ({ body }: KubernetesObject) => list(block(block(body.spec).arguments).parameters);
  const [before, after] = [of(old), of(now)];
  const name = (parameter: Map) => text(parameter.name) ?? "?";
  const [from, to] = [before.map(name), after.map(name)];
  const [come, gone] = [to.filter((one) => !from.includes(one)), from.filter((one) => !to.includes(one))];
  return [
    ...(come.length === 0
      ? []
      : [finding("note", "Library", now, say`Template ${now.name} has the new parameters ${come}.`)]),
    ...(gone.length === 0
      ? []
      : [
          finding(
            "check",
            "Library",
            now,
            say`Template ${now.name} has no parameters ${gone} any more: callers that give them fail.`,
          ),
        ]),
    ...after.flatMap((parameter) => {
      const twin = before.find((one) => name(one) === name(parameter));
      if (twin === undefined) return [];
      const [a, b] = [
        JSON.stringify([twin.value, twin.enum]),
        JSON.stringify([parameter.value, parameter.enum]),
      ];
      return a === b
        ? []
        : [
            finding(
              "check",
              "Library",
              now,
              say`Parameter ${name(parameter)} of template ${now.name} has another default or other choices: ${b} (before: ${a}).`,
            ),
          ];
    }),
  ];
}

/** The programs of a template. Comments of a shell script are told apart. */
function scripts(old: KubernetesObject, now: KubernetesObject): Finding[] {
  const of = (object: KubernetesObject) =>
    new Map(
      inner(object).flatMap((template) =>
        containersOf(template).map(
          (one) => [`${text(template.name) ?? "?"}/${one.key}`, one.source] as const,
        ),
      ),
    );
  const before = of(old);
  return [...of(now)].flatMap(([key, source]) => {
    const from = before.get(key);
    if (from === undefined || from === source) return [];
    const isComment = uncommented(from) === uncommented(source);
    return [
      isComment
        ? finding(
            "note",
            "Library",
            now,
            say`Only lines that begin with # change in the script of template ${now.name} (${key}).`,
          )
        : finding(
            "check",
            "Library",
            now,
            say`The program of template ${now.name} (${key}) changes: read it below.`,
          ),
    ];
  });
}

const uncommented = (source: string) => {
  const [script, ...others] = JSON.parse(source) as [string, ...unknown[]];
  return JSON.stringify([script.split("\n").filter((line) => !/^\s*#(?!!)/.test(line)), others]);
};
