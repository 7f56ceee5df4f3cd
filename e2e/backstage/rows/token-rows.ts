import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { repositoryPath } from "../../../config/repository";
import { required } from "../../lab/required";
import type { BackstageRun } from "../backstage-run";

/** The command of docs/POST_DEPLOYMENT.md that gives Backstage its tokens. */
export async function tokenRows({ table, lab, argoApi }: BackstageRun): Promise<void> {
  await table.row(
    "the documented command: one Secret in Backstage's namespace, with each token under its variable",
    [...argoApi.variables].sort(),
    async () => {
      await lab.api.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "backstage" } });
      const programs = join(lab.folder, "token-programs");
      mkdirSync(programs);
      symlinkSync(required(lab.programs, "kubectl"), join(programs, "kubectl"));
      const { code, output } = await lab.processes.run("bash", ["-euo", "pipefail", "-c", command()], {
        folder: lab.folder,
        environment: {
          PATH: `${programs}:${process.env["PATH"] ?? ""}`,
          KUBECONFIG: lab.kubeconfig,
          KUBECACHEDIR: join(lab.folder, "kubectl"),
        },
      });
      if (code !== 0) return output.trim();
      const { data } = await lab.api.get<{ data: Readonly<Record<string, string>> }>(
        "/api/v1/namespaces/backstage/secrets/argo-workflows-tokens",
      );
      return Object.entries(data)
        .map(([variable, token]) => [variable, Buffer.from(token, "base64").toString()])
        .sort();
    },
  );
}

function command(): string {
  const page = readFileSync(repositoryPath("docs", "POST_DEPLOYMENT.md"), "utf8");
  const [, found] = /^## Backstage\n.*?^```sh\n(.*?)^```$/ms.exec(page) ?? [];
  if (found === undefined) throw new Error('docs/POST_DEPLOYMENT.md has no command below "Backstage"');
  return found;
}
