import { arnOf, iamArn } from "../../config/arns";
import { type Verdict, verdict } from "../fixtures/simulation";
import { committedEnvironments } from "../fixtures/synthesis";
import { allowedIf } from "../fixtures/targets";
import { otherRole, type PodRole, type Role, type Tenancy, tenancyOf } from "../fixtures/tenants";
import { type Cell, render, wrong } from "../fixtures/verdict-table";

/**
 * Each role of a service account can be assumed by the pods of exactly that account, and each artifact role by exactly
 * the roles that it names.
 */

// Thousands of requests: a busy machine needs more than the five seconds that jest grants.
jest.setTimeout(60_000);

const tenancies = committedEnvironments().map(tenancyOf);
const judged: Cell[] = [];

/** A token, or a pod's session, that asks for a role. */
interface Caller {
  readonly target: string;
  readonly principal: string;
  readonly action?: string;
  readonly context: Readonly<Record<string, string>>;
  readonly expected?: Verdict;
}

describe.each(tenancies.map((tenancy) => [tenancy.environment.name, tenancy] as const))(
  "Roles of %s",
  (_, tenancy) => {
    it.each(tenancy.roles.map((role) => [role.id, role] as const))(
      "lets the one service account assume %s, and nobody else",
      async (_id, role) => {
        const pods = tenancy.environment.cluster.identity === "irsa" ? tokens : sessions;
        const cells: Cell[] = [];
        for (const { target, principal, action, context, expected = "denied" } of [
          ...pods(tenancy, role),
          ...strangers(tenancy),
        ]) {
          const request = {
            principal,
            action: action ?? "sts:AssumeRole",
            resource: role.arn,
            account: tenancy.environment.account,
            context,
          };
          const seen = await verdict({ ...request, resourcePolicy: role.trust });
          cells.push({ target, column: role.kind, request: JSON.stringify(request), expected, seen });
        }
        judged.push(...cells);
        expect(wrong(cells)).toEqual([]);
      },
    );
    it.each(tenancy.artifactRoles.map((role) => [role.id, role] as const))(
      "lets only the roles of the namespace and the server assume %s",
      async (_id, role) => {
        const trusted = ({ kind, team }: Role) =>
          kind === "server" || (kind !== "artifacts" && team === role.team);
        const callers = [
          ...strangers(tenancy).filter(({ target }) => target !== "one of our roles"),
          ...[...tenancy.roles, ...tenancy.artifactRoles].map((caller) => ({
            target: caller.kind,
            principal: caller.arn,
            context: {},
            expected: allowedIf(trusted(caller)),
          })),
        ];
        const cells: Cell[] = [];
        for (const { target, principal, context, expected = "denied" } of callers) {
          const request = {
            principal,
            action: "sts:AssumeRole",
            resource: role.arn,
            account: tenancy.environment.account,
            context,
          };
          const seen = await verdict({ ...request, resourcePolicy: role.trust });
          cells.push({ target, column: role.kind, request: JSON.stringify(request), expected, seen });
        }
        judged.push(...cells);
        expect(wrong(cells)).toEqual([]);
      },
    );
  },
);

afterAll(() => process.stdout.write(render("trust policies", judged)));

/** Tokens of the cluster's service accounts (IRSA), sound and forged. */
function tokens({ environment: place, roles }: Tenancy, role: PodRole): Caller[] {
  const issuer = place.cluster.oidcProvider ?? "";
  const token = (target: string, claims: { sub?: string; aud?: string }, provider = issuer): Caller => ({
    target,
    principal: iamArn(place, `oidc-provider/${provider}`),
    action: "sts:AssumeRoleWithWebIdentity",
    context: Object.fromEntries(
      Object.entries(claims).map(([claim, value]) => [`${provider}:${claim}`, value]),
    ),
  });
  const aud = "sts.amazonaws.com";
  const subject = (namespace: string, name: string) => `system:serviceaccount:${namespace}:${name}`;
  const { namespace, names } = role.serviceAccounts;
  const [name = ""] = names;
  const sub = subject(namespace, name);
  return [
    ...names.map((own): Caller => ({
      ...token("its service accounts", { sub: subject(namespace, own), aud }),
      expected: "allowed",
    })),
    ...roles
      .filter((other) => other !== role)
      .flatMap(({ serviceAccounts: others }) =>
        others.names.map((other) =>
          token("a service account of another role", { sub: subject(others.namespace, other), aud }),
        ),
      ),
    token("another namespace, same name", { sub: subject(`${namespace}b`, name), aud }),
    token("another name, same namespace", { sub: subject(namespace, "default"), aud }),
    token("a longer name", { sub: `${sub}-2`, aud }),
    token("a wildcard in sub", { sub: subject(namespace, "*"), aud }),
    token("other capitals in sub", { sub: sub.toUpperCase(), aud }),
    token("another aud", { sub, aud: "vault" }),
    token("no aud", { sub }),
    token("no sub", { aud }),
    token("no claims", {}),
    token("another cluster", { sub, aud }, "oidc.eks.eu-central-1.amazonaws.com/id/SOMEBODYELSE"),
    { ...token("plain AssumeRole", { sub, aud }), action: "sts:AssumeRole", context: {} },
    session("a pod identity session", place, namespace, name),
  ];
}

/** Sessions that EKS Pod Identity makes for pods. */
function sessions({ environment: place, roles }: Tenancy, role: PodRole): Caller[] {
  const { namespace: home, names } = role.serviceAccounts;
  const right = session("its service accounts", place, home, names[0] ?? "");
  const changed = (target: string, key: string, value?: string): Caller => ({
    ...right,
    target,
    context: Object.fromEntries(
      Object.entries({ ...right.context, [key]: value }).filter((entry): entry is [string, string] =>
        Boolean(entry[1]),
      ),
    ),
  });
  const namespace = "aws:RequestTag/kubernetes-namespace";
  const account = "aws:RequestTag/kubernetes-service-account";
  return [
    ...names.map((own): Caller => ({
      ...session("its service accounts", place, home, own),
      expected: "allowed",
    })),
    { ...right, target: "tags of its session", action: "sts:TagSession", expected: "allowed" },
    ...roles
      .filter((other) => other !== role)
      .flatMap(({ serviceAccounts: others }) =>
        others.names.map((other) =>
          session("a service account of another role", place, others.namespace, other),
        ),
      ),
    changed("another namespace, same name", namespace, `${home}b`),
    changed("another name, same namespace", account, "default"),
    changed("a wildcard in the name", account, "*"),
    changed("no namespace", namespace),
    changed("no service account", account),
    changed("another account", "aws:SourceAccount", "999999999999"),
    changed("no account", "aws:SourceAccount"),
    changed("another cluster", "aws:SourceArn", arnOf(place, "eks", `cluster/${place.cluster.name}-2`)),
    changed("no cluster", "aws:SourceArn"),
    { ...right, target: "another service", principal: "ec2.amazonaws.com" },
    { ...right, target: "by a web identity", action: "sts:AssumeRoleWithWebIdentity" },
  ];
}

function session(target: string, place: Tenancy["environment"], namespace: string, name: string): Caller {
  return {
    target,
    principal: "pods.eks.amazonaws.com",
    context: {
      "aws:SourceAccount": place.account,
      "aws:SourceArn": arnOf(place, "eks", `cluster/${place.cluster.name}`),
      "aws:RequestTag/kubernetes-namespace": namespace,
      "aws:RequestTag/kubernetes-service-account": name,
    },
  };
}

function strangers({ environment: place, roles }: Tenancy): Caller[] {
  return [
    { target: "another role of the account", principal: otherRole(place), context: {} },
    { target: "the account itself", principal: iamArn(place, "root"), context: {} },
    { target: "another account", principal: "arn:aws:iam::999999999999:role/admin", context: {} },
    { target: "a node", principal: "ec2.amazonaws.com", context: {} },
    ...roles.map(({ arn }) => ({ target: "one of our roles", principal: arn, context: {} })),
  ];
}
