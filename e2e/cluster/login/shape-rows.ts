import { readFileSync } from "node:fs";
import { readChart } from "../../../config/chart";
import { serverHost } from "../../../config/naming";
import { argoValues } from "../../../helm/argo-workflows/values";
import type { Argo } from "../../lab/argo";
import type { Lab } from "../../lab/lab";
import { configurationOf } from "../../shared/installation/configuration";
import type { IdentityProvider } from "../../shared/installation/install";
import { atIssuer } from "../../shared/installation/lab-addresses";
import type { EnvironmentStacks } from "../../shared/installation/stack-manifests";
import { Browser } from "../../shared/login/browser";
import { startIdentityProvider } from "../../shared/login/identity-provider";
import type { Table } from "../../shared/table";
import { accountOf, logIn } from "./login-rows";
import { products } from "./shapes";
import { own, theirs } from "./users";

type Environment = EnvironmentStacks["environment"];
type Sso = NonNullable<Environment["login"]["sso"]>;

/**
 * A login at providers that name their issuer and a person's groups as the usual products do. The server trusts their
 * certificate by `login.sso.rootCA` only.
 */
export async function shapeRows(
  table: Table,
  lab: Lab,
  argo: Argo,
  { client }: IdentityProvider,
  { environment }: EnvironmentStacks,
): Promise<void> {
  const { sso } = environment.login;
  if (sso === undefined) return;
  const site = `https://${serverHost(environment)}`;
  const users = { ada: ["backend", "someone-elses"], fay: [] };
  for (const [index, [product, { shape, settings }]] of Object.entries(products).entries()) {
    const name = `identity-provider-${index}`;
    const options = { name, shape, client };
    const provider = await startIdentityProvider(lab, `${site}/oauth2/callback`, users, options);
    const rootCA = readFileSync(provider.authorityFile, "utf8");
    for (const each of settings) {
      const config = configured(environment, { ...sso, ...each, rootCA }, provider.issuer);
      await table.row(
        `SSO as with ${product} (${Object.keys(each).join(", ") || "nothing else set"}): a member of one team`,
        { accounts: ["argo-login", "argo-submitter"], lists: [200, 403], inNoGroup: 403 },
        () => login(lab, argo, config, { site, authority: provider.authorityFile }),
      );
    }
    await provider.stop();
  }
}

/** Argo's configuration of the login, as the environment file would make it. */
function configured(environment: Environment, sso: Sso, issuer: string): string {
  const changed = { ...environment, login: { ...environment.login, sso } };
  const { sso: written = "" } = configurationOf(argoValues(changed, readChart(), "unused"));
  return atIssuer(issuer, written);
}

async function login(
  lab: Lab,
  argo: Argo,
  sso: string,
  { site, authority }: { site: string; authority: string },
): Promise<{ accounts: string[]; lists: number[]; inNoGroup: number }> {
  const { namespace, configMap, serverEnvironment = {} } = argo.installation;
  // The server may read this ConfigMap only. Controllers of the lab have copies.
  const path = `/api/v1/namespaces/${namespace}/configmaps/${configMap}`;
  const given = await lab.api.get<{ data: Record<string, string> }>(path);
  await lab.api.patch(path, { data: { sso } });
  const withoutAuthority = Object.entries(serverEnvironment).filter(([name]) => name !== "SSL_CERT_FILE");
  const server = await argo
    .anotherServer({ serverEnvironment: Object.fromEntries(withoutAuthority) })
    .finally(() => lab.api.patch(path, { data: { sso: given.data["sso"] } }));
  try {
    const newBrowser = () => new Browser(authority, { [site]: server.url });
    const list = async (browser: Browser, where: string) =>
      (await browser.request("GET", `${site}/api/v1/workflows/${where}`)).status;
    const ada = newBrowser();
    await logIn({ site }, ada, "ada");
    const { text } = await ada.request("GET", `${site}/api/v1/userinfo`);
    const account = (JSON.parse(text) as { serviceAccountName?: string }).serviceAccountName ?? "nobody";
    const ofOwn = await list(ada, own);
    const accounts = [account, accountOf(server, "ada")];
    const fay = newBrowser();
    await logIn({ site }, fay, "fay");
    return { accounts, lists: [ofOwn, await list(ada, theirs)], inNoGroup: await list(fay, own) };
  } finally {
    await server.stopServer();
  }
}
