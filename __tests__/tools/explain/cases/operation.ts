/* eslint-disable @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-member-access -- a pull request changes the text anywhere */
import { readChart } from "../../../../config/chart";
import type { Case } from "../estate";
import { manifest, policy, values } from "./edits";

/** Data, network, guard, limits, login, versions: everything that isn't a right in AWS or the cluster. */
export const operation: Case[] = [
  {
    change: "the archive database gets another user",
    edit: ({ storage }) => {
      storage.resource.aws_rds_cluster.archive.master_username = "admin";
    },
    stacks: ["storage"],
    danger: ["The database production-argo-archive will be replaced: data loss"],
  },
  {
    change: "the archive is turned off",
    file: { archive: null, monitoring: { alarmTopicArn: null } },
    stacks: ["storage"],
    danger: [
      "The database production-argo-archive will be destroyed: data loss",
      "Secret production/argo/database will be destroyed: data loss",
    ],
  },
  {
    change: "deletion protection is off",
    file: { archive: { deletionProtection: false } },
    stacks: ["storage"],
    danger: ["The database production-argo-archive can be deleted from now on"],
  },
  {
    change: "one reader less, and less capacity",
    file: { archive: { readers: 1, maxCapacity: 2 } },
    stacks: ["storage"],
    check: ["Database instance production-argo-archive-reader-2 will be destroyed"],
    note: ["may grow to 2 ACU (before: 4)"],
    never: ["data loss"],
  },
  {
    change: "the archive may grow",
    file: { archive: { maxCapacity: 16 } },
    stacks: ["storage"],
    check: ["The database production-argo-archive may grow to 16 ACU (before: 4): it can cost more"],
    never: ["replaced"],
  },
  {
    change: "artifacts are deleted earlier",
    file: { artifacts: { retentionDays: 14 } },
    stacks: ["storage"],
    check: ["are deleted after 14 days"],
  },
  {
    change: "the bucket gets another name",
    edit: ({ storage }) => {
      storage.resource.aws_s3_bucket.artifacts.bucket = "production-argo-objects-333333333333";
    },
    stacks: ["storage"],
    danger: [
      "Bucket production-argo-artifacts-333333333333 will be replaced (its bucket changes): data loss",
    ],
  },
  {
    change: "versioning is suspended and prevent_destroy is gone",
    edit: ({ storage }) => {
      storage.resource.aws_s3_bucket_versioning.artifacts.versioning_configuration.status = "Suspended";
      delete storage.resource.aws_s3_bucket.artifacts.lifecycle;
      delete storage.resource.aws_kms_key.argo.lifecycle;
    },
    stacks: ["storage"],
    danger: [
      "no longer keeps old versions",
      "aws_kms_key.argo and aws_s3_bucket.artifacts can be destroyed from now on",
    ],
  },
  {
    change: "an output shows the password of the archive",
    edit: ({ storage }) => {
      storage.output.hint = {
        value: "${ephemeral.aws_secretsmanager_secret_version.archive-password.secret_string}",
      };
    },
    stacks: ["storage"],
    danger: ["Output hint writes a secret to the state"],
  },
  {
    change: "an output more that is no secret",
    edit: ({ storage }) => {
      storage.output.region = { value: "eu-central-1" };
    },
    stacks: ["storage"],
    note: ["Output region is new"],
    never: [/writes a secret/],
  },
  {
    change: "the whole world may connect to the database",
    edit: ({ storage }) => {
      const [rule] = Object.values<Record<string, unknown>>(
        storage.resource.aws_vpc_security_group_ingress_rule,
      );
      delete rule?.referenced_security_group_id;
      Object.assign(rule ?? {}, { cidr_ipv4: "0.0.0.0/0" });
    },
    stacks: ["storage"],
    danger: ["Everybody in the world may now connect to port 5432 of the database"],
  },
  {
    change: "a resource that nobody knows, and a program that runs in the plan",
    edit: ({ storage }) => {
      storage.resource.aws_iam_user = { backup: { name: "backup" } };
      storage.data = { external: { hint: { program: ["sh", "-c", "id"] } } };
    },
    stacks: ["storage"],
    danger: [
      "aws_iam_user.backup is of the type aws_iam_user, which this project doesn't use",
      "data.external.hint is a data source that this project doesn't use",
    ],
  },
  {
    change: "the state is not locked",
    edit: ({ storage }) => {
      storage.terraform.backend.s3.use_lockfile = false;
    },
    stacks: ["storage"],
    danger: ["The state is kept differently"],
  },
  {
    change: "another provider",
    edit: ({ iam }) => {
      iam.terraform.required_providers.helper = { source: "example/helper", version: "1.0.0" };
    },
    stacks: ["iam"],
    danger: ["Another provider is installed"],
  },
  {
    change: "another version of a provider",
    edit: ({ iam }) => {
      iam.terraform.required_providers.aws.version = "6.26.0";
    },
    stacks: ["iam"],
    check: ["The version of a provider changes"],
  },
  {
    change: "pods of a team may reach a database",
    file: { teams: { data: { egress: [{ cidrs: ["10.20.30.40/32"], ports: [5432] }] } } },
    stacks: ["tenancy"],
    check: ["Workflow pods of team-data may now reach 10.20.30.40/32 on 5432/TCP"],
    never: ["team-ml"],
  },
  {
    change: "egress is open",
    edit: ({ tenancy }) => {
      const rule = tenancy.resource.kubernetes_network_policy_v1["team-data_https"].spec.egress[0];
      delete rule.ports;
      delete rule.to;
    },
    stacks: ["tenancy"],
    danger: ["Workflow pods of team-data may now reach everything on every port"],
  },
  {
    change: "pods may reach the metadata service of their node",
    edit: ({ tenancy }) => {
      delete tenancy.resource.kubernetes_network_policy_v1["team-ml_https"].spec.egress[0].to[0].ip_block
        .except;
    },
    stacks: ["tenancy"],
    danger: ["Workflow pods of team-ml may now reach the internet (0.0.0.0/0) on 443/TCP"],
    never: ["no longer"],
  },
  {
    change: "default deny is gone",
    edit: ({ tenancy }) => {
      delete tenancy.resource.kubernetes_network_policy_v1["team-ml_default-deny"];
    },
    stacks: ["tenancy"],
    danger: ["Nothing refuses incoming connections of pods in team-ml any more"],
  },
  {
    change: "a network policy in another order",
    edit: ({ tenancy }) => {
      const { spec } = tenancy.resource.kubernetes_network_policy_v1["team-ml_dns"];
      spec.egress[0].ports.reverse();
      spec.egress[0].to.reverse();
    },
    stacks: ["tenancy"],
    same: ["Network policy dns of team-ml is written differently and allows the same"],
    never: [/may now|may no longer/],
  },
  {
    change: "the guard only records",
    file: { guard: { mode: "audit" } },
    stacks: ["tenancy"],
    danger: [
      "By policy argo-guard-accounts, argo-guard-applications",
      "the guard only records what it finds (audit): it refuses nothing any more",
    ],
    never: ["no sentence explains"],
  },
  {
    change: "one guard policy is off",
    edit: ({ tenancy }) => {
      const release = tenancy.resource.helm_release["argo-guard"];
      release.values = release.values.filter(
        (text: string) => !text.includes("\n  validatingadmissionpolicybinding/argo-guard-pods:\n"),
      );
    },
    stacks: ["tenancy"],
    danger: ["By policy argo-guard-pods, the guard looks at nothing any more (removed)"],
  },
  {
    change: "a guard policy ignores its own failure",
    edit: ({ tenancy }) =>
      manifest(
        tenancy.resource.helm_release["argo-guard"],
        "validatingadmissionpolicy/argo-guard-images",
        (object) => {
          object.spec.failurePolicy = "Ignore";
        },
      ),
    stacks: ["tenancy"],
    danger: ["By policy argo-guard-images, the guard only records"],
  },
  {
    change: "a rule of the guard is always true",
    edit: ({ tenancy }) =>
      manifest(
        tenancy.resource.helm_release["argo-guard"],
        "validatingadmissionpolicy/argo-guard-accounts",
        (object) => {
          object.spec.validations[0].expression = `true || ${object.spec.validations[0].expression as string}`;
        },
      ),
    stacks: ["tenancy"],
    danger: ["Guard policy argo-guard-accounts has a rule that is always true"],
  },
  {
    change: "a guard policy skips a namespace",
    edit: ({ tenancy }) =>
      manifest(
        tenancy.resource.helm_release["argo-guard"],
        "validatingadmissionpolicybinding/argo-guard-accounts",
        (object) => {
          object.spec.matchResources.namespaceSelector.matchExpressions[0].values.pop();
        },
      ),
    stacks: ["tenancy"],
    danger: ["The guard no longer looks at team-ml with policy argo-guard-accounts"],
  },
  {
    change: "a comment and other white space in a manifest",
    edit: ({ tenancy }) => {
      const release = tenancy.resource.helm_release["team-data"];
      release.values = release.values.map((text: string) => `# looks important\n${text}\n`);
    },
    stacks: ["tenancy"],
    same: ["The values of release tenancy-team-data are written differently and say the same"],
    never: [/DANGER|may now/],
  },
  {
    change: "a larger quota",
    file: { teams: { ml: { quota: { cpu: "120" } } } },
    stacks: ["tenancy"],
    check: ["Pods of team-ml get 120 CPU (before: 80): it can cost more"],
    never: ["team-data"],
  },
  {
    change: "the same quota in another unit",
    edit: ({ tenancy }) => {
      tenancy.resource.kubernetes_resource_quota_v1["team-ml"].spec.hard["requests.cpu"] = "80000m";
    },
    stacks: ["tenancy"],
    same: ["The quota of team-ml is written differently and is the same"],
    never: [/it can cost|CPU \(before/],
  },
  {
    change: "a namespace accepts privileged pods",
    edit: ({ tenancy }) => {
      tenancy.resource.kubernetes_namespace_v1["team-ml"].metadata.labels[
        "pod-security.kubernetes.io/enforce"
      ] = "privileged";
    },
    stacks: ["tenancy"],
    danger: ["Namespace team-ml accepts privileged pods: they own the node (before: restricted)"],
  },
  {
    change: "a team goes",
    file: { teams: { integrations: null } },
    stacks: ["tenancy"],
    danger: ["Namespace team-integrations will be destroyed: data loss"],
  },
  {
    change: "a new team",
    file: { teams: { web: {} } },
    stacks: ["tenancy"],
    note: [
      "Namespace team-web is created",
      "The guard also looks at team-web with policy argo-guard-accounts",
    ],
    never: [/data loss|The logic of/],
  },
  {
    change: "a schedule",
    file: {
      teams: {
        data: {
          schedules: {
            nightly: {
              template: "run-load-tests",
              crons: ["0 3 * * *"],
              timezone: "Europe/Berlin",
              parameters: {
                "git-repo": "https://git.example.com/data/load",
                "script-path": "load.js",
                "target-url": "https://data.example.com",
              },
            },
          },
        },
      },
    },
    stacks: ["templates"],
    check: ["now runs in team-data by itself at"],
  },
  {
    change: "a target demands fewer approvals",
    edit: ({ tenancy }) => {
      const map = tenancy.resource.kubernetes_config_map_v1["team-backend_targets"];
      map.data["demands.backend"] = JSON.stringify({
        signature: false,
        repositories: [],
        approvals: 0,
        groups: "",
      });
    },
    stacks: ["tenancy"],
    danger: ["Deployments of team-backend to backend demand nothing (before: 2 approvals by releases)"],
  },
  {
    change: "the load balancer faces the internet",
    file: { ingress: { scheme: "internet-facing", inboundCidrs: ["192.0.2.0/24"] } },
    stacks: ["workflows"],
    danger: [
      "The load balancer becomes reachable from the internet for 192.0.2.0/24; login by sso and client stays",
    ],
  },
  {
    change: "nobody has to log in",
    edit: ({ workflows }) =>
      values(workflows.resource.helm_release["argo-workflows"], (all) => {
        all.server.authModes = ["server"];
      }),
    stacks: ["workflows"],
    danger: ["Nobody has to log in any more", "People no longer log in with SSO"],
  },
  {
    change: "another identity provider",
    file: { login: { sso: { issuer: "https://login.example.org" } } },
    stacks: ["workflows"],
    danger: ["Another identity provider says who people are: https://login.example.org"],
  },
  {
    change: "people may run workflows of their own",
    file: { workflows: { templateReferencing: "none" } },
    stacks: ["workflows"],
    danger: ["People may run workflows of their own"],
  },
  {
    change: "a newer chart",
    edit: ({ workflows }) => {
      workflows.resource.helm_release["argo-workflows"].version = "99.0.0";
    },
    stacks: ["workflows"],
    check: [
      `Release argo-workflows is upgraded to chart version 99.0.0 (before: ${readChart().version}). Its pods restart`,
    ],
  },
  {
    change: "the chart comes from somewhere else, and a value from outside of the values",
    edit: ({ workflows }) => {
      const release = workflows.resource.helm_release["argo-workflows"];
      release.repository = "https://charts.example.net";
      release.set = [{ name: "server.authModes[0]", value: "server" }];
    },
    stacks: ["workflows"],
    danger: [
      "The chart of release argo-workflows comes from https://charts.example.net",
      "Release argo-workflows is also changed outside of its values",
    ],
  },
  {
    change: "values in another order",
    edit: ({ workflows }) =>
      values(workflows.resource.helm_release["argo-workflows"], (all) => {
        const { images } = all;
        delete all.images;
        all.images = images;
      }),
    stacks: ["workflows"],
    same: ["The values of release argo-workflows are written differently and say the same"],
  },
  {
    change: "a check of a template is gone",
    edit: ({ templates }) =>
      manifest(
        templates.resource.helm_release["argo-templates"],
        "clusterworkflowtemplate/scan",
        (object) => {
          object.spec.templates[0].steps.shift();
        },
      ),
    stacks: ["templates"],
    danger: ["Template scan no longer runs validate-parameters"],
  },
  {
    change: "a check of a template gets other arguments",
    edit: ({ templates }) =>
      manifest(
        templates.resource.helm_release["argo-templates"],
        "clusterworkflowtemplate/scan",
        (object) => {
          object.spec.templates[0].steps[0][0].arguments.parameters[1].value = "{}";
        },
      ),
    stacks: ["templates"],
    danger: ["Step main/validate of template scan gives other arguments to validate-parameters"],
  },
  {
    change: "a second object of a release changes next to a harmless one",
    edit: ({ tenancy }) => {
      const release = tenancy.resource.helm_release["argo-guard"];
      manifest(release, "validatingadmissionpolicy/argo-guard-pods", (object) => {
        object.spec.validations.push({ expression: "object.kind != 'x'", message: "No x." });
      });
      manifest(release, "validatingadmissionpolicybinding/argo-guard-images", (object) => {
        object.spec.paramRef = { name: "nothing", parameterNotFoundAction: "Allow" };
      });
    },
    stacks: ["tenancy"],
    check: ["ValidatingAdmissionPolicyBinding argo-guard-images changes in a way that no sentence explains"],
    note: ["they can only refuse more"],
  },
  {
    change: "an ingress class that wins over the ingress, and a token of a GitHub App with every right",
    edit: ({ workflows }) => {
      workflows.resource.helm_release["argo-secrets"].values.push(
        JSON.stringify({
          manifests: {
            class: {
              kind: "IngressClassParams",
              metadata: { name: "argo" },
              spec: { scheme: "internet-facing" },
            },
            token: {
              kind: "GithubAccessToken",
              metadata: { name: "app", namespace: "argo" },
              spec: { appID: "1" },
            },
          },
        }),
      );
    },
    stacks: ["workflows"],
    danger: [
      "Ingress class argo has group none, for ingresses of every namespace, and its own scheme, which win over the ingress",
      "The token app of GitHub App 1 gives every right of the App in every repository of its installation",
    ],
  },
  {
    change: "a chart that nobody knows",
    edit: ({ workflows }) => {
      workflows.resource.helm_release.agent = {
        name: "agent",
        namespace: "argo",
        chart: "agent",
        repository: "https://charts.example.net",
        version: "1.0.0",
      };
    },
    stacks: ["workflows"],
    danger: ["Release agent installs chart agent 1.0.0 from https://charts.example.net"],
  },
  {
    change: "a new account for everybody who logs in",
    edit: ({ workflows }) => {
      workflows.resource.kubernetes_service_account_v1.more = {
        metadata: {
          name: "argo-helper",
          namespace: "argo",
          annotations: {
            "workflows.argoproj.io/rbac-rule": "true",
            "workflows.argoproj.io/rbac-rule-precedence": "99",
          },
        },
      };
    },
    stacks: ["workflows"],
    danger: ["All people who can log in now act as argo/argo-helper"],
  },
  {
    change: "another attribute next to one that has a sentence",
    edit: ({ storage }) => {
      storage.resource.aws_rds_cluster.archive.serverlessv2_scaling_configuration.max_capacity = 8;
      storage.resource.aws_rds_cluster.archive.vpc_security_group_ids = ["sg-0123456789abcdef0"];
    },
    stacks: ["storage"],
    check: ["aws_rds_cluster.archive also changes its vpc_security_group_ids"],
  },
  {
    change: "a template runs as root, in another image",
    edit: ({ templates }) =>
      manifest(
        templates.resource.helm_release["argo-templates"],
        "clusterworkflowtemplate/scan",
        (object) => {
          object.spec.templates[1].script.securityContext = { privileged: true };
          object.spec.templates[1].script.image = "docker.io/aquasec/trivy:latest";
        },
      ),
    stacks: ["templates"],
    danger: [
      "The container of template scan (scan) has other rights",
      "runs image docker.io/aquasec/trivy:latest",
    ],
  },
  {
    change: "a comment in a script",
    edit: ({ templates }) =>
      manifest(
        templates.resource.helm_release["argo-templates"],
        "clusterworkflowtemplate/scan",
        (object) => {
          const { script } = object.spec.templates[1];
          script.source = `${script.source as string}\n# the end\n`.replace(/\n\n# the end/, "\n# the end");
        },
      ),
    stacks: ["templates"],
    note: ["Only lines that begin with # change in the script of template scan"],
    never: ["The program of template"],
  },
  {
    change: "a statement that a policy had already",
    edit: ({ iam }) =>
      policy(iam.resource.aws_iam_role_policy["executor-team-data"], ({ Statement }) => {
        Statement.push({ ...Statement[0], Sid: "Again" });
      }),
    stacks: ["iam"],
    same: ["Workflows of team-data: the policy is written differently"],
  },
  {
    change: "nothing",
    stacks: ["iam", "workflows"],
    never: [/./],
  },
];
