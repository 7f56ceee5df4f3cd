import { readFileSync } from "node:fs";
import { fullEnvironment } from "../../fixtures/full-environment";
import { manifestsOf } from "../../fixtures/releases";
import { resource, stackOf } from "../../fixtures/synthesis";

const manifests = (changes: Record<string, object> = {}) =>
  manifestsOf(stackOf(fullEnvironment(changes), "workflows"), "argo-database-user");
const sql = readFileSync("helm/argo-workflows/database-user.sql", "utf8");

describe("DatabaseUser", () => {
  it("exists only if Argo logs in with its AWS role", () => {
    const stack = stackOf(fullEnvironment({ archive: { login: "password" } }), "workflows");
    expect(Object.keys(stack.resource.helm_release ?? {})).toEqual([
      "argo-rules",
      "argo-secrets",
      "argo-tokens",
      "argo-workflows",
    ]);
  });

  it("finishes before Argo starts", () =>
    expect(
      resource(stackOf(fullEnvironment(), "workflows"), "helm_release", "argo-database-user"),
    ).toMatchObject({ wait_for_jobs: true }));

  it("runs the committed SQL, over TLS, as the administrator", () => {
    const [configMap, job] = manifests();
    expect(configMap).toMatchObject({ kind: "ConfigMap", data: { "database-user.sql": sql } });
    expect(job).toMatchObject({
      kind: "Job",
      spec: {
        template: {
          metadata: { labels: { "app.kubernetes.io/name": "argo-database-user" } },
          spec: {
            automountServiceAccountToken: false,
            securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
            containers: [
              {
                image: "registry.example.com/quay/library/postgres:16.10-alpine",
                command: ["psql", "--no-psqlrc", "-v", "login=argo_test", "-f", "/sql/database-user.sql"],
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ["ALL"] },
                },
                env: expect.arrayContaining([
                  { name: "PGSSLMODE", value: "require" },
                  { name: "PGHOST", value: "${data.aws_rds_cluster.archive.endpoint}" },
                  {
                    name: "PGPASSWORD",
                    valueFrom: { secretKeyRef: { name: "argo-postgres-admin", key: "password" } },
                  },
                ]) as unknown,
              },
            ],
          },
        },
      },
    });
  });

  describe("has a new name, because nobody can change a Job, after a change of", () => {
    const name = (changes: Record<string, object> = {}) => manifests(changes)[1]?.metadata.name;

    it("nothing: it has the same name in each synth", () => {
      expect(name()).toMatch(/^argo-database-user-[0-9a-f]{8}$/);
      expect(name()).toBe(name());
    });

    it.each<[string, Record<string, object>]>([
      ["the administrator's password", { archive: { passwordVersion: 2 } }],
      ["the node selector", { scheduling: { nodeSelector: { pool: "other" } } }],
      ["the tolerations", { scheduling: { tolerations: [{ key: "other", effect: "NoSchedule" }] } }],
      ["the registry", { images: { registry: "other.example.com" } }],
    ])("%s", (_, changes) => expect(name(changes)).not.toBe(name()));
  });

  it("removes the administrator from the new user, because members of rds_iam can't log in with a password", () => {
    const lines = sql.split("\n");
    const grant = lines.indexOf('GRANT :"login" TO CURRENT_USER;');
    const revoke = lines.indexOf('REVOKE :"login" FROM CURRENT_USER;');
    const iam = lines.indexOf('GRANT rds_iam TO :"login";');
    expect([grant > 0, grant < revoke, revoke < iam]).toEqual([true, true, true]);
  });
});
