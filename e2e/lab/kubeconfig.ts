import { readFileSync, writeFileSync } from "node:fs";
import type { KubernetesApi } from "./kubernetes-api";

/** Writes a kubeconfig (JSON, which is YAML) for a client's server and login; readable by its owner only. */
export function writeKubeconfig(file: string, api: KubernetesApi, namespace = "default"): string {
  const base64 = (path: string): string => readFileSync(path).toString("base64");
  const login = api.credentials;
  const user =
    "token" in login
      ? { token: login.token }
      : { "client-certificate-data": base64(login.certificate), "client-key-data": base64(login.key) };
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name: "lab",
        cluster: { server: api.server, "certificate-authority-data": base64(api.authorityFile) },
      },
    ],
    users: [{ name: "lab", user }],
    contexts: [{ name: "lab", context: { cluster: "lab", user: "lab", namespace } }],
    "current-context": "lab",
  };
  writeFileSync(file, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return file;
}
