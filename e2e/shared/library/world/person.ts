import { submitterRules } from "../../../../constructs/argo/rbac-rules";
import type { Argo } from "../../../lab/argo";
import type { Lab } from "../../../lab/lab";
import { serviceAccountToken } from "../../../lab/service-account-token";
import { waitFor } from "../../../lab/wait-for";
import { type Runs } from "../runs";

/** What somebody says to an approval. */
export interface Answer {
  readonly decision: "approved" | "declined";
  readonly approver: string;
  readonly reason: string;
}

const account = "person";

/** Somebody of the team, with the rights that our submitter role gives and nothing more. */
export class Person {
  private constructor(
    private readonly argo: Argo,
    private readonly runs: Runs,
    private readonly namespace: string,
    private readonly token: string,
  ) {}

  /** Local teams have no groups, so their namespaces have no submitter: this makes the same role by another name. */
  static async of(lab: Lab, argo: Argo, runs: Runs, namespace: string): Promise<Person> {
    const metadata = { name: account, namespace };
    await lab.api.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata });
    const group = "rbac.authorization.k8s.io";
    await lab.api.apply({ apiVersion: `${group}/v1`, kind: "Role", metadata, rules: submitterRules });
    await lab.api.apply({
      apiVersion: `${group}/v1`,
      kind: "RoleBinding",
      metadata,
      roleRef: { apiGroup: group, kind: "Role", name: account },
      subjects: [{ kind: "ServiceAccount", name: account, namespace }],
    });
    return new Person(argo, runs, namespace, await serviceAccountToken(lab.api, namespace, account));
  }

  /**
   * Waits until a run asks for approval and answers as the page of Argo's server does.
   * @throws when it has ended instead, with its reason, or does not ask within `seconds`, with the steps under way
   */
  async answer(template: string, workflow: string, answer: Answer, seconds = 600): Promise<void> {
    const node = await waitFor(
      `${workflow} asks`,
      async () => {
        const run = await this.runs.now(this.namespace, template, workflow);
        const asked = run.nodes.find(
          ({ type, phase, templateName }) =>
            type === "Suspend" && phase === "Running" && templateName === "ask",
        );
        if (asked !== undefined) return asked;
        if (/^(Succeeded|Failed|Error)$/.test(run.phase)) return run;
        throw new Error(`now: ${run.underWay.join(", ")}`);
      },
      seconds,
      500,
    );
    if ("said" in node) throw new Error(`${workflow} ended before it asked: ${node.phase}: ${node.said}`);
    const path = `/api/v1/workflows/${this.namespace}/${workflow}`;
    const nodeFieldSelector = `id=${node.id}`;
    await this.call(`${path}/set`, { nodeFieldSelector, outputParameters: JSON.stringify(answer) });
    await this.call(`${path}/resume`, { nodeFieldSelector });
  }

  private async call(path: string, body: object): Promise<void> {
    const given = await this.argo.call("PUT", path, this.token, body);
    if (!given.ok) throw new Error(`${path}: ${given.status} ${await given.text()}`);
  }
}
