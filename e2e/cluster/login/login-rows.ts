import { serverHost } from "../../../config/naming";
import type { Argo } from "../../lab/argo";
import type { Lab } from "../../lab/lab";
import { serviceAccountToken } from "../../lab/service-account-token";
import type { IdentityProvider } from "../../shared/installation/install";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import { Browser } from "../../shared/login/browser";
import type { Table } from "../../shared/table";
import { brief } from "../workflows/samples";
import { type Expectation, expectations, own, theirs } from "./users";

const template = "greeting";

/** What the rows about login work with. */
interface LoginRun {
  readonly table: Table;
  readonly lab: Lab;
  readonly argo: Argo;
  /** Address of Argo's server, as its users know it. */
  readonly site: string;
  readonly newBrowser: () => Browser;
}

/** Users log in to Argo's server through the identity provider: the account that each gets, and what it allows them. */
export async function loginRows(
  table: Table,
  lab: Lab,
  argo: Argo,
  identities: IdentityProvider,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const site = `https://${serverHost(environment)}`;
  const newBrowser = (): Browser => new Browser(identities.authorityFile, { [site]: argo.url });
  const run: LoginRun = { table, lab, argo, site, newBrowser };
  for (const namespace of [own, theirs]) await lab.api.apply(templateIn(namespace));
  const ada = await redirectRow(run);
  for (const [user, { groups, sees }] of Object.entries(expectations)) await userRow(run, user, groups, sees);
  await creatorRow(run);
  await sessionRow(run, ada);
  await guardRow(run, ada);
  await tokenRow(run);
}

/** Logs a user in. @returns the text of the login page, and the page at the end */
export async function logIn({ site }: Pick<LoginRun, "site">, browser: Browser, user: string) {
  const page = await browser.open(`${site}/oauth2/redirect?redirect=/workflows`);
  const end = await browser.open(`${page.url}?user=${user}`);
  return { asked: page.text, end };
}

/** @returns a browser in which Ada is logged in */
async function redirectRow(run: LoginRun): Promise<Browser> {
  const { table, site } = run;
  const ada = run.newBrowser();
  await table.row(
    "SSO: the server redirects to the provider, which redirects back; the session fits in a cookie",
    ["Who are you?", 302, `${site}/workflows`, true],
    async () => {
      const { asked, end } = await logIn(run, ada, "ada");
      const { status } = await ada.request("GET", `${site}/oauth2/redirect`);
      const session = ada.cookie(site, "authorization") ?? "";
      return [asked, status, end.url, /^"?Bearer v2:/.test(session) && session.length < 4096];
    },
  );
  return ada;
}

async function userRow(
  run: LoginRun,
  user: string,
  groups: readonly string[],
  sees: Expectation["sees"],
): Promise<void> {
  const browser = run.newBrowser();
  await logIn(run, browser, user);
  const api = `${run.site}/api/v1`;
  const status = async (path: string, body?: object): Promise<number> =>
    (await browser.request(body === undefined ? "GET" : "POST", `${api}/${path}`, body)).status;
  await run.table.row<Expectation["sees"]>(
    `SSO: ${user} of [${groups.join(", ")}]: accounts; lists ${own}, ${theirs}, argo; submits to the teams`,
    sees,
    async () => {
      const { text } = await browser.request("GET", `${api}/userinfo`);
      const account = (JSON.parse(text) as { serviceAccountName?: string }).serviceAccountName ?? "nobody";
      const lists: number[] = [];
      const accounts = [account];
      for (const namespace of [own, theirs, "argo"]) {
        lists.push(await status(`workflows/${namespace}`));
        if (namespace !== "argo") accounts.push(accountOf(run.argo, user));
      }
      const submits: number[] = [];
      for (const namespace of [own, theirs])
        submits.push(await status(`workflows/${namespace}/submit`, submission(`of-${user}`)));
      return { accounts, lists, submits };
    },
  );
}

/** The account that the server chose for the user's last request. */
export function accountOf({ serverLog }: Argo, user: string): string {
  const lines = serverLog.split("\n").filter((line) => line.includes(`"subject":"${user}"`));
  return /"serviceAccount":"([^"]+)"/.exec(lines.at(-1) ?? "")?.[1] ?? "nobody";
}

async function creatorRow({ table, lab }: LoginRun): Promise<void> {
  await table.row("SSO: a workflow names its submitter", ["ada", "ada.at.example.com"], async () => {
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${own}/workflows/of-ada`;
    const { metadata } = await lab.api.get<{ metadata: { labels: Record<string, string> } }>(path);
    return ["creator", "creator-email"].map((label) => metadata.labels[`workflows.argoproj.io/${label}`]);
  });
}

async function sessionRow({ table, site, newBrowser }: LoginRun, ada: Browser): Promise<void> {
  await table.row("SSO: no session, a changed session", [401, 401], async () => {
    const nobody = newBrowser();
    const session = ada.cookie(site, "authorization") ?? "";
    const changed = newBrowser();
    const middle = Math.floor(session.length / 2);
    const other = session.charAt(middle) === "A" ? "B" : "A";
    changed.setCookie(site, "authorization", session.slice(0, middle) + other + session.slice(middle + 1));
    const list = `${site}/api/v1/workflows/${own}`;
    return [(await nobody.request("GET", list)).status, (await changed.request("GET", list)).status];
  });
}

async function guardRow({ table, site }: LoginRun, ada: Browser): Promise<void> {
  await table.row(
    "production: the guard refuses a workflow that names no template, even if its author may submit",
    [403, true],
    async () => {
      const path = `${site}/api/v1/workflows/${own}`;
      const { status, text } = await ada.request("POST", path, { workflow: brief("inline") });
      return [status, /ValidatingAdmissionPolicy 'argo-guard-[a-z-]+'/.test(text) || text];
    },
  );
}

async function tokenRow({ table, lab, argo }: LoginRun): Promise<void> {
  await table.row(
    "client mode: a team's submitter lists and submits in its own namespace, in another team's",
    [200, 200, 403, 403],
    async () => {
      const token = await serviceAccountToken(lab.api, own, "argo-submitter");
      const seen: number[] = [];
      for (const namespace of [own, theirs]) {
        const path = `/api/v1/workflows/${namespace}`;
        seen.push((await argo.call("GET", path, token)).status);
        seen.push((await argo.call("POST", `${path}/submit`, token, submission("by-token"))).status);
      }
      return seen;
    },
  );
}

/** Body of a request that submits the template. */
function submission(name: string): object {
  return { resourceKind: "WorkflowTemplate", resourceName: template, submitOptions: { name } };
}

function templateIn(namespace: string) {
  const container = { image: "busybox", command: ["true"] };
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "WorkflowTemplate",
    metadata: { name: template, namespace },
    spec: { entrypoint: "main", templates: [{ name: "main", container }] },
  };
}
