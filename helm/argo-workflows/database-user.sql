-- Creates the database user for Argo's login with a token of its AWS role (archive.login: iam). The archive's
-- administrator runs it in psql, with -v login=<user>. It is safe to repeat.
\set ON_ERROR_STOP on
BEGIN;

SELECT format('CREATE ROLE %I LOGIN', :'login')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'login') \gexec

GRANT CONNECT ON DATABASE :"DBNAME" TO :"login";
-- Argo's migrations create tables. Since PostgreSQL 15 that needs a grant.
GRANT USAGE, CREATE ON SCHEMA public TO :"login";

-- If Argo logged in with a password before, its tables get the new user as owner, or Argo's next migration fails. To
-- give them away, the administrator must be a member of the new owner. It must not stay a member: members of rds_iam
-- can't log in with a password.
GRANT :"login" TO CURRENT_USER;
SELECT format('ALTER TABLE %I.%I OWNER TO %I', schemaname, tablename, :'login')
FROM pg_tables
WHERE schemaname = 'public' AND tableowner = CURRENT_USER \gexec
REVOKE :"login" FROM CURRENT_USER;

GRANT rds_iam TO :"login";
COMMIT;
