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

  it("runs again after a password change, under a new name, because a Job can't be changed", () => {
    const name = (passwordVersion: number) => manifests({ archive: { passwordVersion } })[1]?.metadata.name;
    expect(name(1)).toMatch(/^argo-database-user-[0-9a-f]{8}$/);
    expect(name(2)).not.toBe(name(1));
    expect(name(1)).toBe(name(1));
  });

  it("removes the administrator from the new user, because members of rds_iam can't log in with a password", () => {
    const lines = sql.split("\n");
    const grant = lines.indexOf('GRANT :"login" TO CURRENT_USER;');
    const revoke = lines.indexOf('REVOKE :"login" FROM CURRENT_USER;');
    const iam = lines.indexOf('GRANT rds_iam TO :"login";');
    expect([grant > 0, grant < revoke, revoke < iam]).toEqual([true, true, true]);
  });
});
