import { parseAllDocuments, stringify } from "yaml";
import { environmentFile } from "../../config/environment";
import { certificate } from "../fixtures/certificate";
import { environmentOf, synthesis } from "../fixtures/synthesis";
import { type SchemaNode, textFields } from "../fixtures/text-fields";

/** What a text may contain, as far as its field takes it. Nothing of it may mean anything to a program. */
/** For names of groups, which take fewer. */
const oddGroup = `#2: $x %d (a) [b] <c> & | ; ? /d @e`;
const odd = `it's "1" #2: $x %d {a} [b] \\n <c> & | ; \`e\` - ?`;

/** A file in which every text field has a value, and the free ones an odd one. `mark` replaces these. */
const file = (free: (text: string, plain?: string) => string) => ({
  account: "123456789012",
  region: "eu-central-1",
  tags: { [free("Cost + Center")]: free("a_b.c:d/e=f+g - @h Zürich") },
  state: {
    bucket: "read-back-state",
    kmsKeyAlias: "alias/read-back-state",
    region: "eu-west-1",
    account: "210987654321",
    roleArn: "arn:aws:iam::210987654321:role/read-back-state",
    keyPrefix: "argo/read-back",
  },
  deploy: {
    roleArn: "arn:aws:iam::123456789012:role/read-back-deploy",
    planRoleArn: "arn:aws:iam::123456789012:role/read-back-plan",
  },
  iam: { path: "/read-back/", permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/read-back" },
  cluster: {
    name: "read-back",
    oidcProvider: "oidc.example.com/id/READBACK",
    securityGroupIds: ["sg-0123456789abcdef0"],
    serviceCidr: "172.21.0.0/16",
    kubeconfig: { path: free(`~/kube ${odd}`), context: free(`read-back#"1"'$x%d{a}`) },
  },
  network: {
    vpcId: "vpc-0123456789abcdef0",
    databaseSubnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
    vpcCidrs: ["10.11.0.0/16"],
    egressCidrs: ["10.12.0.0/16"],
    proxy: {
      url: "http://read-back-proxy.example.com:3129",
      cidrs: ["10.15.0.0/28"],
      noProxy: [".read-back-direct.example.com"],
    },
  },
  domain: "read-back.example.com",
  certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
  artifacts: { allowedVpcEndpoints: ["vpce-0123456789abcdef0"] },
  archive: {
    enabled: true,
    engineVersion: "16",
    backupWindow: "03:10-04:10",
    maintenanceWindow: "sun:04:40-sun:05:40",
  },
  controller: {
    resources: { requests: { cpu: "201m", memory: "513Mi" }, limits: { cpu: "1001m", memory: "2049Mi" } },
  },
  server: {
    resources: { requests: { cpu: "101m", memory: "257Mi" }, limits: { cpu: "1002m", memory: "1025Mi" } },
  },
  executor: {
    resources: { requests: { cpu: "51m", memory: "65Mi" }, limits: { cpu: "501m", memory: "511Mi" } },
  },
  argo: {
    values: {
      controller: {
        columns: [{ name: "Column 12 of read back", type: "label", key: "example.com/column" }],
        links: [
          {
            name: "Link 12 of read back",
            scope: "workflow",
            url: free("https://links.example.com/${metadata.name}?a=b&c=d#e", "https://links.example.com"),
          },
        ],
        extraEnv: [{ name: "CRON_SYNC_PERIOD", value: "31s" }],
        podLabels: { "example.com/read-back": "Controller_1.2-3" },
      },
      server: {
        extraEnv: [{ name: "TRANSIENT_ERROR_PATTERN", value: `x ${odd}` }],
        podLabels: { "example.com/read-back-server": "Server_1.2-3" },
      },
    },
  },
  login: {
    modes: ["sso", "client"],
    sso: {
      issuer: "https://login.example.com/a;b=c/$x/it's",
      issuerAlias: "https://sts.example.com/a;b=c/",
      rootCA: certificate,
      scopes: ["groups", "email", "read-back:scope/1"],
      groupsClaim: "read-back:groups",
      adminGroups: [free(`admins ${oddGroup}`)],
      readerGroups: [free(`readers ${oddGroup}`)],
    },
  },
  ingress: {
    groupName: "read-back-group",
    from: [{ namespace: "read-back-gateway", podLabels: { "example.com/gateway": "Gateway_1.2-3" } }],
    inboundCidrs: ["10.13.0.0/16"],
    wafAclArn:
      "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/read-back/00000000-0000-0000-0000-000000000000",
    accessLogBucket: "read-back-load-balancer-logs",
  },
  workflows: {
    clusterTemplates: ["read-back-template"],
    logLinkUrl: free(
      "https://logs.example.com/?ns=${metadata.namespace}&q=$x%d;e",
      "https://logs.example.com",
    ),
    sizes: { "build-docker-image": { cpu: "3", memory: "7Gi", ephemeralStorage: "41Gi" } },
  },
  scheduling: {
    nodeSelector: { "example.com/pool": "Node_1.2-3" },
    tolerations: [{ key: "example.com/taint", value: "Taint_1.2-3", effect: "NoSchedule" }],
    priorityClass: "read-back-priority",
    workflowNodeSelector: { "example.com/workflow-pool": "Workflow-node_1" },
    workflowTolerations: [{ key: "example.com/workflow-taint", value: "Workflow-taint_1" }],
  },
  images: {
    registries: { "docker.io": "123456789012.dkr.ecr.eu-central-1.amazonaws.com/read-back-cache" },
    pullSecret: "read-back-login",
  },
  backstage: {
    enabled: true,
    namespace: "read-back-portal",
    userClaim: "email",
    userDomain: "people.example.com",
  },
  monitoring: {
    namespace: "read-back-monitoring",
    serviceMonitor: true,
    serviceMonitorLabels: { "example.com/monitor": "Monitor_1.2-3" },
    rules: true,
    ruleLabels: { "example.com/rules": "Rules_1.2-3" },
    runbookUrl: "https://read-back-git.example.com/docs/runbooks",
    alarmTopicArn: "arn:aws:sns:eu-central-1:123456789012:read-back-alarms",
  },
  targets: {
    shop: {
      namespace: "read-back-shop",
      allows: ["rollouts"],
      requires: {
        signature: true,
        builtFrom: ["https://git.example.com/read/back"],
        approval: { groups: [free(`approvers ${oddGroup}`)] },
      },
      frozen: free(`Inventory ${odd.replaceAll(/[{}]/g, "")}`),
    },
  },
  teams: {
    backend: {
      namespace: "read-back-team",
      buildsImages: true,
      repositories: ["read-back/api"],
      pullsFrom: ["read-back/base"],
      signing: {
        verifiers: ["210987654321"],
        trusts: {
          "https://argo.staging.example.com/read-back":
            "arn:aws:kms:eu-central-1:210987654321:key/11111111-2222-3333-4444-555555555555",
        },
      },
      trustedRevisions: { "https://git.example.com/read/back": ["read-back/main"] },
      secrets: ["read-back-secret"],
      githubApp: {
        appId: "987654321012",
        installationId: "876543210123",
        repositories: ["read-back.repository"],
        url: "https://read-back-git.example.com",
      },
      extraStatements: [
        {
          Action: ["sqs:SendMessage"],
          Resource: ["arn:aws:sqs:eu-central-1:123456789012:read-back"],
          Condition: { StringEquals: { "aws:SourceVpce": ["vpce-0fedcba9876543210"] } },
        },
      ],
      quota: {
        cpu: "41",
        memory: "83Gi",
        storage: "101Gi",
        memoryLimits: "401Gi",
        ephemeralStorage: "501Gi",
      },
      containers: {
        request: { cpu: "102m", memory: "129Mi" },
        default: { cpu: "503m", memory: "1027Mi" },
        max: { cpu: "9", memory: "33Gi" },
        ephemeralStorage: { request: "1030Mi", default: "5Gi", max: "61Gi" },
      },
      scheduling: {
        nodeSelector: { "example.com/team-pool": "Team-node_1" },
        tolerations: [{ key: "example.com/team-taint", value: "Team-taint_1", effect: "NoSchedule" }],
      },
      groups: [free(`members ${oddGroup}`)],
      notifications: { topicArn: "arn:aws:sns:eu-central-1:123456789012:read-back" },
      slo: { success: 97, startWithin: "37m" },
      deployTo: ["shop"],
      egress: [
        { cidrs: ["10.14.0.0/16"], ports: [5432] },
        { namespace: "read-back-kafka", podLabels: { "example.com/pod": "Pod_1.2-3" }, ports: [9092] },
      ],
      schedules: {
        nightly: {
          crons: ["31 3 * * mon-fri"],
          timezone: "Europe/Berlin",
          template: "read-back-template",
          parameters: { text: free(`Parameter ${odd}\n\t2nd line`) },
        },
      },
    },
  },
});

interface Output {
  /** Every string in the JSON, as Terraform passes it on: without the escapes of `${` and `%{`. */
  readonly strings: readonly string[];
  /** What Terraform evaluates. */
  readonly expressions: readonly string[];
  readonly text: string;
}

function output(content: object): Output {
  const { text, stacks } = synthesis(environmentOf(stringify(content), "read-back"));
  const strings: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === "string") {
      strings.push(value);
      // The values of Helm's releases, and what the chart gets as text.
      if (/^[\w-]+:\s/.test(value))
        parseAllDocuments(value).forEach((document) => collect(readable(document)));
    } else if (Array.isArray(value)) value.forEach(collect);
    else if (typeof value === "object" && value !== null)
      Object.entries(value).forEach((entry) => entry.forEach(collect));
  };
  collect(stacks);
  const expressions = strings.flatMap((each) => each.match(/(?<![$%])[$%]\{[^}]*\}?/g) ?? []);
  return {
    strings: strings.map((each) => each.replaceAll(/([$%])\1\{/g, "$1{")),
    expressions: expressions.sort(),
    text,
  };
}

function readable(document: { readonly errors: readonly unknown[]; toJS: () => unknown }): unknown {
  const content = document.errors.length === 0 ? document.toJS() : undefined;
  return typeof content === "object" ? content : undefined;
}

/** Paths of the texts of a file, as the schema has them, with each text. */
function leaves(value: unknown, node: SchemaNode, path = ""): [path: string, text: string][] {
  const { def, shape, keyType, valueType, element } = node;
  if (def.innerType) return leaves(value, def.innerType, path);
  if (value === undefined) return [];
  if (element) return (value as unknown[]).flatMap((each) => leaves(each, element, `${path}[]`));
  const entries = Object.entries(value as object) as [string, unknown][];
  if (shape)
    return entries.flatMap(([key, each]) => (shape[key] ? leaves(each, shape[key], `${path}.${key}`) : []));
  if (keyType && valueType)
    return entries.flatMap(([key, each]) => [
      ...leaves(key, keyType, `${path}.<key>`),
      ...leaves(each, valueType, `${path}.*`),
    ]);
  return def.type === "string" ? [[path.slice(1), value as string]] : [];
}

/** Texts that the output doesn't have as they are, with the reason. */
const elsewhere: Readonly<Record<string, string>> = {
  "deploy.planRoleArn": "who plans passes it as a variable",
  "images.registries.<key>": "its value takes its place",
  "teams.*.slo.startWithin": "Prometheus gets seconds",
  "backstage.userDomain": "it is part of a regular expression",
};

/** Fields that can't be next to others: the file with these instead. */
function second(content: ReturnType<typeof file>): object {
  const sso: Partial<typeof content.login.sso> = { ...content.login.sso };
  delete sso.groupsClaim;
  const ingress: Partial<typeof content.ingress> = { ...content.ingress };
  delete ingress.groupName;
  const images = { registry: "registry.example.com/read-back", pullSecret: "read-back-login" };
  return {
    ...content,
    artifacts: {
      ...content.artifacts,
      bucket: "read-back-artifacts",
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-666666666666",
    },
    archive: {
      enabled: true,
      database: {
        host: "read-back-postgres.example.com",
        name: "read-back_database",
        secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:read-back/postgres-AbCdEf",
        secretKmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-777777777777",
        rootCA: certificate,
        cidrs: ["10.16.0.0/24"],
      },
    },
    images,
    // Alarms watch a database of this project.
    monitoring: { ...content.monitoring, alarmTopicArn: undefined },
    ingress: { ...ingress, className: "read-back-class" },
    login: { ...content.login, sso: { ...sso, userInfoPath: "/read-back/userinfo" } },
  };
}

describe("an environment whose texts are odd", () => {
  const own = file((text) => text);
  const texts = [own, second(own)].flatMap((each) => leaves(each, environmentFile));
  const odd = output(own);
  const plain = output(file((text, plain = text.replaceAll(/[^A-Za-z0-9]+/g, "-")) => plain));
  const strings = [...odd.strings, ...output(second(own)).strings];

  it("has every text field of the schema", () => {
    const had = new Set(texts.map(([path]) => path));
    expect(textFields(environmentFile).flatMap(([path]) => (had.has(path) ? [] : [path]))).toEqual([]);
  });

  it("has each text in the output, character by character", () => {
    const isFound = (text: string) => strings.some((each) => each.includes(text));
    const lost = texts.filter(([path, text]) => isFound(text) === path in elsewhere);
    expect(lost).toEqual([]);
  });

  it("gives Terraform nothing more to evaluate than one whose texts are plain", () => {
    expect(plain.expressions.length).toBeGreaterThan(20);
    expect(odd.expressions).toEqual(plain.expressions);
  });

  it("leaves no token of CDKTF", () => {
    expect(odd.text).not.toContain("TfToken[");
  });
});
