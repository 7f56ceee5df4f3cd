import type { Environment } from "../../../config/environment";
import type { Lab } from "../../lab/lab";
import type { Table } from "../../shared/table";
import { workflowPod } from "./endpoints";

interface Pods {
  readonly items: readonly {
    readonly metadata: {
      readonly name: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly ownerReferences?: readonly { readonly kind: string }[];
    };
  }[];
}

/** The pods that Argo made in the teams' namespaces have the labels that the flow rows expect of workflow pods. */
export async function labelRows(table: Table, { api }: Lab, { name, teams }: Environment): Promise<void> {
  await table.row(
    `${name}: flows, whether Argo made pods in each team's namespace; pods without the labels of a workflow pod`,
    [true, []],
    async () => {
      const found = await Promise.all(
        teams.map(async ({ namespace }) => {
          const { items } = await api.get<Pods>(`/api/v1/namespaces/${namespace}/pods`);
          return items.filter(({ metadata }) => metadata.ownerReferences?.[0]?.kind === "Workflow");
        }),
      );
      const lacking = found
        .flat()
        .filter(({ metadata: { labels = {} } }) =>
          Object.keys(workflowPod()).some((key) => !(key in labels)),
        );
      return [found.every(({ length }) => length > 0), lacking.map(({ metadata }) => metadata.name)];
    },
  );
}
