import { serverHost } from "../../config/naming";
import { waitFor } from "../lab/wait-for";
import { Browser } from "../shared/login/browser";
import type { Installation, people } from "./installation";

interface Node {
  readonly id: string;
  readonly type: string;
  readonly phase: string;
  readonly outputs?: {
    readonly parameters?: readonly {
      readonly name: string;
      readonly valueFrom?: { readonly supplied?: object };
    }[];
  };
}

/** A person who is logged in to Argo's server. */
export class Person {
  private constructor(
    private readonly api: string,
    private readonly browser: Browser,
    private readonly installation: Installation,
  ) {}

  static async logIn(installation: Installation, name: keyof typeof people): Promise<Person> {
    const { identities, argo, stacks } = installation;
    const site = `https://${serverHost(stacks.environment)}`;
    const browser = new Browser(identities.authorityFile, { [site]: argo.url });
    const { url } = await browser.open(`${site}/oauth2/redirect?redirect=/workflows`);
    await browser.open(`${url}?user=${name}`);
    return new Person(`${site}/api/v1`, browser, installation);
  }

  /** Starts a WorkflowTemplate of the namespace. @returns the workflow's name */
  async start(namespace: string, template: string, parameters: Readonly<Record<string, string>> = {}) {
    const submitOptions = {
      generateName: `${template}-`,
      parameters: Object.entries(parameters).map(([key, value]) => `${key}=${value}`),
    };
    const body = { resourceKind: "WorkflowTemplate", resourceName: template, submitOptions };
    const { metadata } = await this.call<{ metadata: { name: string } }>(
      "POST",
      `workflows/${namespace}/submit`,
      body,
    );
    return metadata.name;
  }

  /** Waits until the workflow asks, and approves in the way that Argo's UI does. */
  async approve(namespace: string, workflow: string): Promise<void> {
    const { api } = this.installation.lab;
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/workflows/${workflow}`;
    const asked = await waitFor(`${workflow} asks`, async () => {
      const { status } = await api.get<{ status?: { nodes?: Record<string, Node> } }>(path);
      return Object.values(status?.nodes ?? {}).find(
        ({ type, phase, outputs }) => type === "Suspend" && phase === "Running" && outputs !== undefined,
      );
    });
    const supplied = (asked.outputs?.parameters ?? []).filter(({ valueFrom }) => valueFrom?.supplied);
    const answers = supplied.map(({ name }) => [name, name === "decision" ? "approved" : "release 1.4.2"]);
    const nodeFieldSelector = `id=${asked.id}`;
    const outputParameters = JSON.stringify(Object.fromEntries(answers));
    await this.call("PUT", `workflows/${namespace}/${workflow}/set`, { nodeFieldSelector, outputParameters });
    await this.call("PUT", `workflows/${namespace}/${workflow}/resume`, { nodeFieldSelector });
  }

  /** HTTP status of a submission. */
  async submits(namespace: string, template: string): Promise<number> {
    const body = { resourceKind: "WorkflowTemplate", resourceName: template };
    return (await this.browser.request("POST", `${this.api}/workflows/${namespace}/submit`, body)).status;
  }

  private async call<T>(method: string, path: string, body: object): Promise<T> {
    const { status, text } = await this.browser.request(method, `${this.api}/${path}`, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
    return JSON.parse(text) as T;
  }
}
