import type { GuardPolicyName } from "../../config/guard-policies";
import { guardPolicyName } from "../../config/guard-policies";
import type { Policy } from "../../constructs/argo/guard/policy";
import type { KubernetesApi } from "../lab/kubernetes-api";
import type { Table } from "../shared/table";
import { type Attempt, expectationOf, outcomeOf } from "./attempt";
import type { Impersonator } from "./caller";
import { attempts } from "./rows";

const policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";

/** Takes each rule away in turn: its own rows must notice, and no others. */
export async function mutationRows(
  table: Table,
  api: KubernetesApi,
  impersonator: Impersonator,
  guard: readonly Policy[],
): Promise<void> {
  for (const { name, validations } of guard) {
    for (const [index, { message }] of validations.entries()) {
      // A computed message adds to the sentence of the rule.
      const own = attempts.filter(
        ({ refused }) =>
          refused?.policy === name &&
          (message.startsWith(refused.sentence) || refused.sentence.startsWith(message)),
      );
      await table.row(`without ${name} ${index}: ${message.slice(0, 40)}`, namesOf(own), async () => {
        const path = `${policies}/${guardPolicyName(name)}`;
        const without = validations.map((one, at) => (at === index ? { ...one, expression: "true" } : one));
        await api.patch(path, { spec: { validations: without } });
        // The API server takes a changed policy up after a while.
        await until(async () => (own[0] === undefined ? true : !(await holds(own[0], impersonator))));
        const red: Attempt[] = [];
        for (const attempt of attempts) if (!(await holds(attempt, impersonator))) red.push(attempt);
        await api.patch(path, { spec: { validations } });
        await until(async () => (own[0] === undefined ? true : holds(own[0], impersonator)));
        return namesOf(red);
      });
    }
  }
}

async function holds(attempt: Attempt, impersonator: Impersonator): Promise<boolean> {
  return (await outcomeOf(attempt, impersonator)) === expectationOf(attempt);
}

function namesOf(found: readonly Attempt[]): string[] {
  return found.map(({ name }) => name).sort();
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Waits until every policy refuses something: they are in force a moment after they are stored. */
export async function inForce(impersonator: Impersonator, guard: readonly Policy[]): Promise<void> {
  for (const { name } of guard) {
    const first = attempts.find(({ refused }) => refused?.policy === name);
    if (first !== undefined) await until(() => holds(first, impersonator));
  }
}

/** Rules that no row tries; a rule without one could be wrong without anybody noticing. */
export function untried(guard: readonly Policy[]): string[] {
  return guard.flatMap(({ name, validations }) =>
    validations.filter(({ message }) => !tried(name, message)).map(({ message }) => `${name}: ${message}`),
  );
}

function tried(name: GuardPolicyName, message: string): boolean {
  return attempts.some(({ refused }) => refused?.policy === name && message.startsWith(refused.sentence));
}
