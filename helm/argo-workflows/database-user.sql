-- Makes the database user as which Argo logs in by a token of its AWS role (archive.login: iam). Run by psql as the
-- archive's administrator, with -v login=<user>; may be run any number of times.
\set ON_ERROR_STOP on
BEGIN;

SELECT format('CREATE ROLE %I LOGIN', :'login')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'login') \gexec

GRANT CONNECT ON DATABASE :"DBNAME" TO :"login";
-- Since PostgreSQL 15 nobody else may make tables there; Argo's migrations do.
GRANT USAGE, CREATE ON SCHEMA public TO :"login";

-- Tables from the time of the password change their owner, or Argo's next migration fails. For that the administrator
-- must be a member of the new owner, and must not stay one: members of rds_iam can't log in by password.
GRANT :"login" TO CURRENT_USER;
SELECT format('ALTER TABLE %I.%I OWNER TO %I', schemaname, tablename, :'login')
FROM pg_tables
WHERE schemaname = 'public' AND tableowner = CURRENT_USER \gexec
REVOKE :"login" FROM CURRENT_USER;

GRANT rds_iam TO :"login";
COMMIT;
