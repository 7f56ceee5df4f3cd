import { serverHost } from "../../../config/naming";
import type { Argo } from "../../lab/argo";
import type { Lab } from "../../lab/lab";
import { serviceAccountToken } from "../../lab/service-account-token";
import type { IdentityProvider } from "../../shared/installation/install";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import type { Table } from "../../shared/table";
import { brief } from "../workflows/samples";
import { Browser } from "./browser";
import { type Expectation, expectations, own, theirs } from "./users";

const template = "greeting";

/** People who log in at Argo's server by the identity provider: which account each gets, and what it lets them do. */
export async function loginRows(
  table: Table,
  lab: Lab,
  argo: Argo,
  identities: IdentityProvider,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const site = `https://${serverHost(environment)}`;
  const api = `${site}/api/v1`;
  for (const namespace of [own, theirs]) await lab.api.apply(templateIn(namespace));

  const newBrowser = (): Browser => new Browser(identities.authorityFile, { [site]: argo.url });
  const logIn = async (browser: Browser, person: string) => {
    const page = await browser.open(`${site}/oauth2/redirect?redirect=/workflows`);
    const end = await browser.open(`${page.url}?person=${person}`);
    return { asked: page.text, end };
  };

  const ada = newBrowser();
  await table.row(
    "SSO: the server sends to the provider, which sends back; the session fits in a cookie",
    ["Who are you?", 302, `${site}/workflows`, true],
    async () => {
      const { asked, end } = await logIn(ada, "ada");
      const { status } = await ada.request("GET", `${site}/oauth2/redirect`);
      const session = ada.cookie(site, "authorization") ?? "";
      return [asked, status, end.url, /^"?Bearer v2:/.test(session) && session.length < 4096];
    },
  );

  /** The account that the server chose for the person's last request. */
  const chosenFor = (person: string): string => {
    const lines = argo.serverLog.split("\n").filter((line) => line.includes(`"subject":"${person}"`));
    return /"serviceAccount":"([^"]+)"/.exec(lines.at(-1) ?? "")?.[1] ?? "nobody";
  };
  for (const [person, { groups, sees }] of Object.entries(expectations)) {
    const browser = newBrowser();
    await logIn(browser, person);
    const status = async (path: string, body?: object): Promise<number> =>
      (await browser.request(body === undefined ? "GET" : "POST", `${api}/${path}`, body)).status;
    await table.row<Expectation["sees"]>(
      `SSO: ${person} of [${groups.join(", ")}]: accounts; lists ${own}, ${theirs}, argo; submits to the teams`,
      sees,
      async () => {
        const { text } = await browser.request("GET", `${api}/userinfo`);
        const account = (JSON.parse(text) as { serviceAccountName?: string }).serviceAccountName ?? "nobody";
        const lists: number[] = [];
        const accounts = [account];
        for (const namespace of [own, theirs, "argo"]) {
          lists.push(await status(`workflows/${namespace}`));
          if (namespace !== "argo") accounts.push(chosenFor(person));
        }
        const submits: number[] = [];
        for (const namespace of [own, theirs])
          submits.push(
            await status(`workflows/${namespace}/submit`, {
              resourceKind: "WorkflowTemplate",
              resourceName: template,
              submitOptions: { name: `of-${person}` },
            }),
          );
        return { accounts, lists, submits };
      },
    );
  }

  await table.row("SSO: a workflow names who submitted it", ["ada", "ada.at.example.com"], async () => {
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${own}/workflows/of-ada`;
    const { metadata } = await lab.api.get<{ metadata: { labels: Record<string, string> } }>(path);
    return ["creator", "creator-email"].map((label) => metadata.labels[`workflows.argoproj.io/${label}`]);
  });
  await table.row("SSO: no session, a session that was changed", [401, 401], async () => {
    const nobody = newBrowser();
    const session = ada.cookie(site, "authorization") ?? "";
    const changed = newBrowser();
    const middle = Math.floor(session.length / 2);
    const other = session.charAt(middle) === "A" ? "B" : "A";
    changed.setCookie(site, "authorization", session.slice(0, middle) + other + session.slice(middle + 1));
    return [
      (await nobody.request("GET", `${api}/workflows/${own}`)).status,
      (await changed.request("GET", `${api}/workflows/${own}`)).status,
    ];
  });
  await table.row(
    "production: the guard refuses what names no template, even if its author may submit",
    [403, true],
    async () => {
      const workflow = brief("inline");
      const { status, text } = await ada.request("POST", `${api}/workflows/${own}`, { workflow });
      return [status, /ValidatingAdmissionPolicy 'argo-guard-[a-z-]+'/.test(text) || text];
    },
  );
  await table.row(
    "client mode: a team's submitter lists and submits in its own namespace, in another team's",
    [200, 200, 403, 403],
    async () => {
      const token = await serviceAccountToken(lab.api, own, "argo-submitter");
      const seen: number[] = [];
      for (const namespace of [own, theirs]) {
        const path = `/api/v1/workflows/${namespace}`;
        const body = {
          resourceKind: "WorkflowTemplate",
          resourceName: template,
          submitOptions: { name: "by-token" },
        };
        seen.push((await argo.call("GET", path, token)).status);
        seen.push((await argo.call("POST", `${path}/submit`, token, body)).status);
      }
      return seen;
    },
  );
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
