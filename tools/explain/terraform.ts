import { type Attributes, block, blocks, comparable, same, text, texts } from "./change";
import { type Explainer, finding } from "./estate";
import { isMap, type Plan } from "./plan";
import { differencesOf } from "./rest";
import { type Finding, say, type Sentence, Unknown, words } from "./sentence";

/** Types of resources that this project makes. Another one is something new to judge. */
const knownTypes =
  /^(aws_(cloudwatch_log_group|cloudwatch_metric_alarm|db_subnet_group|eks_pod_identity_association|iam_role|iam_role_policy|iam_role_policy_attachment|kms_alias|kms_key|rds_cluster|rds_cluster_instance|rds_cluster_parameter_group|s3_bucket|s3_bucket_(lifecycle_configuration|logging|ownership_controls|policy|public_access_block|server_side_encryption_configuration|versioning|intelligent_tiering_configuration)|secretsmanager_secret|secretsmanager_secret_version|security_group|vpc_security_group_ingress_rule)|helm_release|kubernetes_(cluster_role|cluster_role_binding|config_map|default_service_account|limit_range|namespace|network_policy|resource_quota|role|role_binding|service_account|priority_class)_v1)$/;

const knownData =
  /^(aws_eks_cluster|aws_kms_key|aws_rds_cluster|aws_s3_bucket|aws_s3_bucket_policy|kubernetes_resource|aws_secretsmanager_random_password|aws_secretsmanager_secret_version)$/;

const knownProviders = /^registry\.(terraform\.io|opentofu\.org)\/hashicorp\/(aws|kubernetes|helm)$/;

/** Types that this project never makes: their own explanation is missing. */
export const unfamiliar: Explainer = ({ changes }) =>
  changes.flatMap((change) =>
    change.kind === "none" || knownTypes.test(change.type)
      ? []
      : [
          finding(
            "danger",
            "Terraform",
            change,
            say`${change.address} is of the type ${change.type}, which this project doesn't use. This page can't tell what it does.`,
          ),
        ],
  );

/** What the plan itself says: outputs, drift, providers, programs that it runs, and an end that wasn't good. */
export function planFindings(plan: Plan): Finding[] {
  return [
    ...ending(plan),
    ...programs(plan),
    ...outputs(plan),
    ...drift(plan),
    ...settings(plan),
    ...meta(plan),
  ];
}

const at = (plan: Plan, address: string) => ({ stack: plan.stack, address });

function ending(plan: Plan): Finding[] {
  return [
    ...(plan.json.errored === true
      ? [
          finding(
            "danger",
            "Terraform",
            at(plan, ""),
            say`The plan of ${plan.stack} ended with an error: it is not complete.`,
          ),
        ]
      : []),
    ...(plan.json.complete === false && plan.json.errored !== true
      ? [
          finding(
            "check",
            "Terraform",
            at(plan, ""),
            say`The plan of ${plan.stack} is not complete: a second one is needed.`,
          ),
        ]
      : []),
  ];
}

function programs(plan: Plan): Finding[] {
  const { provider_config = {}, root_module: root = {} } = plan.json.configuration ?? {};
  const found: Finding[] = [];
  const danger = (address: string, sentence: Sentence) =>
    found.push(finding("danger", "Terraform", at(plan, address), sentence));
  for (const { address, type, mode, provisioners } of root.resources ?? []) {
    if ((provisioners ?? []).length > 0)
      danger(address, say`${address} runs a provisioner: a program on the machine that applies.`);
    if (mode === "data" && !knownData.test(type))
      danger(
        address,
        say`${address} is a data source that this project doesn't use: it runs with the rights of the plan.`,
      );
  }
  for (const name of Object.keys(root.module_calls ?? {}))
    danger(`module.${name}`, say`The plan contains module ${name}. This project has none: read its source.`);
  for (const [name, { full_name, version_constraint }] of Object.entries(provider_config)) {
    if (full_name !== undefined && !knownProviders.test(full_name))
      danger(name, say`Provider ${full_name} is a program that this project doesn't use.`);
    if (version_constraint !== undefined && !/^\d+\.\d+\.\d+$/.test(version_constraint.trim()))
      danger(name, say`The version of provider ${name} is ${version_constraint}, not exactly one.`);
  }
  return found;
}

const secretive = /secret_string|password|ephemeral\.|private_key|secret_key|\btoken\b/i;

function outputs(plan: Plan): Finding[] {
  const configured = plan.json.configuration?.root_module?.outputs ?? {};
  return Object.entries(plan.json.output_changes ?? {}).flatMap(([name, change]) => {
    if (change.actions.join() === "no-op") return [];
    const place = at(plan, `output.${name}`);
    const references = configured[name]?.expression?.references ?? [];
    const isSecret =
      change.after_sensitive === true ||
      references.some((reference) => secretive.test(reference)) ||
      (typeof change.after === "string" && secretive.test(change.after));
    if (change.actions.includes("delete"))
      return [finding("note", "Settings", place, say`Output ${name} is removed.`)];
    if (isSecret)
      return [
        finding(
          "danger",
          "Secrets",
          place,
          say`Output ${name} writes a secret to the state, where everybody who can plan reads it (${references.length === 0 ? words("sensitive") : references}).`,
        ),
      ];
    const isNew = change.actions.includes("create");
    if (!isNew && same(change.before, change.after) && change.after_unknown !== true) return [];
    return [finding("note", "Settings", place, say`Output ${name} ${words(isNew ? "is new" : "changes")}.`)];
  });
}

function drift(plan: Plan): Finding[] {
  return (plan.json.resource_drift ?? []).flatMap(({ address, change }) => {
    const paths =
      isMap(change.before) && isMap(change.after)
        ? differencesOf(change.before, withoutOwnPolicies(plan, change.before, change.after)).map(
            ({ path }) => path,
          )
        : [];
    if (paths.length === 0 && change.after !== null && change.after !== undefined) return [];
    return [
      finding(
        "check",
        "Terraform",
        at(plan, address),
        change.after === null || change.after === undefined
          ? say`${address} was deleted outside of Terraform.`
          : say`${address} was changed outside of Terraform: ${[...new Set(paths)]}. The apply changes it back, unless the plan says otherwise.`,
      ),
    ];
  });
}

/**
 * A role lists its inline policies, also those that the stack has as resources. Terraform sees these in the role only at
 * its next plan. A policy that the stack doesn't have, or has with another text, stays.
 */
function withoutOwnPolicies(plan: Plan, before: Attributes, after: Attributes): Attributes {
  const known = new Set(blocks(before.inline_policy).map(policyKey));
  const own = new Set(
    (plan.json.resource_changes ?? [])
      .filter(({ type }) => type === "aws_iam_role_policy")
      .flatMap(({ change }) => blocks(change.before))
      .filter(({ role }) => role !== undefined && role === after.name)
      .map(policyKey),
  );
  const left = blocks(after.inline_policy).filter(
    (policy) => known.has(policyKey(policy)) || !own.has(policyKey(policy)),
  );
  return { ...after, inline_policy: left };
}

const policyKey = ({ name, policy }: Attributes): string => comparable([name, json(policy)]);

function json(value: unknown): unknown {
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    return value;
  }
}

/** Only a comparison of stacks knows these: providers, backends and lifecycles aren't in a plan with their old values. */
function settings(plan: Plan): Finding[] {
  const { settings: own } = plan.json.from_json ?? {};
  if (own === undefined || own.before === undefined || own.after === undefined) return [];
  const [before, after] = [block(own.before), block(own.after)];
  return differencesOf(before, after).map(({ path, before: old, after: now }) => {
    const place = at(plan, path);
    const change = say` ${path} becomes ${shown(now)} (before: ${shown(old)}).`;
    if (/required_providers\..*version$/.test(path))
      return finding("check", "Versions", place, say`The version of a provider changes:${change}`);
    if (/required_providers/.test(path))
      return finding(
        "danger",
        "Terraform",
        place,
        say`Another provider is installed and runs with the rights of the plan:${change}`,
      );
    if (/backend/.test(path))
      return finding("danger", "Terraform", place, say`The state is kept differently:${change}`);
    if (/default_tags|\.tags\./.test(path))
      return finding("note", "Settings", place, say`A tag of every resource changes:${change}`);
    if (/^provider/.test(path))
      return finding(
        "danger",
        "Terraform",
        place,
        say`A provider works elsewhere or as somebody else:${change}`,
      );
    return finding("check", "Terraform", place, say`A setting of Terraform changes:${change}`);
  });
}

function meta(plan: Plan): Finding[] {
  return (plan.json.from_json?.meta ?? []).flatMap(({ address, before, after }) => {
    const [old, now] = [block(before), block(after)];
    const place = at(plan, address);
    const prevents = (side: typeof old) => text(block(side.lifecycle).prevent_destroy) === "true";
    const ignored = texts(block(now.lifecycle).ignore_changes);
    return [
      ...(prevents(old) && !prevents(now)
        ? [
            finding(
              "danger",
              "Data loss",
              place,
              say`${address} can be destroyed from now on: prevent_destroy is off.`,
            ),
          ]
        : []),
      ...(ignored.some((one) => !texts(block(old.lifecycle).ignore_changes).includes(one))
        ? [
            finding(
              "danger",
              "Terraform",
              place,
              say`Terraform no longer corrects all of ${address}: it ignores ${ignored}.`,
            ),
          ]
        : []),
      ...(same(old.provisioner, now.provisioner) || now.provisioner === undefined
        ? []
        : [
            finding(
              "danger",
              "Terraform",
              place,
              say`${address} runs a provisioner: a program on the machine that applies.`,
            ),
          ]),
    ];
  });
}

function shown(value: unknown): string | Unknown | Sentence {
  if (value === undefined || value === null || value === "") return words("nothing");
  if (value instanceof Unknown) return value;
  return typeof value === "string" ? value : JSON.stringify(value);
}
