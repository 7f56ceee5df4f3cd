import type { Environment } from "../../config/environment";
import { archiveAuthorities } from "../../config/naming";
import type { Values } from "./merge";

/**
 * The authorities of the archive's database, as a file in the pods of controller and server. Argo's configuration has no
 * key for them. Its driver reads the file that PGSSLROOTCERT names (lib/pq: connector.go, Config.SSLRootCert), for each
 * new connection.
 */
export function archiveAuthoritiesValues({ archive }: Pick<Environment, "archive">): Values {
  if (!archive.enabled || archive.database?.rootCA === undefined) return {};
  const { configMap, file, folder } = archiveAuthorities;
  const pods = {
    volumes: [{ name: configMap, configMap: { name: configMap } }],
    volumeMounts: [{ name: configMap, mountPath: folder, readOnly: true }],
    extraEnv: [{ name: "PGSSLROOTCERT", value: `${folder}/${file}` }],
  };
  return { controller: pods, server: pods };
}
