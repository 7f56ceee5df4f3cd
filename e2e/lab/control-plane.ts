import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./free-port";
import { goMemory } from "./go-memory";
import { writeKubeconfig } from "./kubeconfig";
import { KubernetesApi } from "./kubernetes-api";
import type { CertificateFiles, Pki } from "./pki";
import type { Processes } from "./processes";
import type { ProgramPaths } from "./program-builder";
import { required } from "./required";
import type { RunningProcess } from "./running-process";

/** What a control plane needs. */
export interface ControlPlaneProps {
  readonly processes: Processes;
  readonly programs: ProgramPaths;
  readonly pki: Pki;
  /** Data folder of this run. */
  readonly folder: string;
  /** Issuer and audience of service account tokens, a URL. */
  readonly issuer: string;
  /** File for the API server's audit log. @default none */
  readonly auditLog?: string;
  readonly onUnexpectedExit: (message: string) => void;
}

/** A running control plane. */
export interface ControlPlane {
  /** As cluster administrator. */
  readonly api: KubernetesApi;
  /** Kubeconfig of the cluster administrator. */
  readonly kubeconfig: string;
  readonly port: number;
  /**
   * Starts the controllers and waits until they work: until then no namespace has its default service account. The quota
   * controller looks for new kinds only every 30 seconds, so it should start when the definitions are served.
   */
  readonly startControllers: () => Promise<true>;
}

/**
 * Starts etcd, kube-apiserver and kube-scheduler on free ports of 127.0.0.1, with certificates everywhere and no anonymous
 * access, and waits until the API answers. The caller starts kube-controller-manager.
 * @throws with the end of the log if one of them does not start.
 */
export async function startControlPlane(props: ControlPlaneProps): Promise<ControlPlane> {
  const tokenKey = props.pki.signingKey("service-accounts");
  const { port, server, clientOf } = await startApiServer(props, await startEtcd(props), tokenKey);
  const api = clientOf("lab-admin", "system:masters");
  await server.until("ready", async () => (await api.getText("/readyz")) === "ok");
  const kubeconfigOf = (program: string): string =>
    writeKubeconfig(join(props.folder, `${program}.kubeconfig`), clientOf(`system:${program}`));
  startScheduler(props, kubeconfigOf);
  const startControllers = (): Promise<true> =>
    startControllerManager(props, kubeconfigOf, tokenKey).until("at work", async () => {
      await api.get("/api/v1/namespaces/default/serviceaccounts/default");
      return true as const;
    });
  return { api, kubeconfig: writeKubeconfig(join(props.folder, "kubeconfig"), api), port, startControllers };
}

async function startApiServer(props: ControlPlaneProps, etcd: Etcd, tokenKey: CertificateFiles) {
  const { pki } = props;
  const port = await freePort();
  const serving = pki.issue("apiserver", {
    commonName: "kube-apiserver",
    subjectAltNames: ["IP:127.0.0.1", "IP:10.96.0.1", "DNS:localhost", "DNS:kubernetes.default.svc"],
  });
  const toKubelet = pki.issue("apiserver-kubelet", {
    commonName: "apiserver",
    organization: "system:masters",
  });
  const authority = pki.authority.certificate;
  const server = startProgram(props, "kube-apiserver", {
    "etcd-servers": etcd.url,
    "etcd-cafile": authority,
    "etcd-certfile": etcd.client.certificate,
    "etcd-keyfile": etcd.client.key,
    "bind-address": "127.0.0.1",
    "secure-port": port,
    "advertise-address": "127.0.0.1",
    // 127.0.0.1 is no valid endpoint of the Service "kubernetes", which nothing here routes anyway.
    "endpoint-reconciler-type": "none",
    "tls-cert-file": serving.certificate,
    "tls-private-key-file": serving.key,
    "client-ca-file": authority,
    "anonymous-auth": false,
    "authorization-mode": "Node,RBAC",
    "enable-admission-plugins": "NodeRestriction",
    "allow-privileged": true,
    "service-account-issuer": props.issuer,
    "service-account-key-file": tokenKey.certificate,
    "service-account-signing-key-file": tokenKey.key,
    "service-cluster-ip-range": "10.96.0.0/16",
    "kubelet-certificate-authority": authority,
    "kubelet-client-certificate": toKubelet.certificate,
    "kubelet-client-key": toKubelet.key,
    "kubelet-preferred-address-types": "InternalIP",
    ...(props.auditLog !== undefined && auditFlags(props.folder, props.auditLog)),
  });
  const clientOf = (name: string, organization?: string): KubernetesApi =>
    new KubernetesApi(
      `https://127.0.0.1:${port}`,
      authority,
      pki.issue(name.replaceAll(":", "-"), { commonName: name, organization }),
    );
  return { port, server, clientOf };
}

/**
 * Like EKS, metadata only for Argo's kinds: who, what, when, and annotations. Reads are left out, and what no person
 * looks for.
 */
function auditFlags(folder: string, log: string): Readonly<Record<string, string>> {
  const none = (more: object): object => ({ level: "None", ...more });
  const policy = {
    apiVersion: "audit.k8s.io/v1",
    kind: "Policy",
    omitStages: ["RequestReceived"],
    rules: [
      none({ verbs: ["get", "list", "watch"] }),
      none({ resources: [{ group: "", resources: ["events", "nodes/status", "pods/status"] }] }),
      none({ resources: [{ group: "coordination.k8s.io" }, { group: "authorization.k8s.io" }] }),
      { level: "Metadata" },
    ],
  };
  const file = join(folder, "audit-policy.json");
  writeFileSync(file, JSON.stringify(policy));
  // Each event is in the file once its request is answered.
  return { "audit-policy-file": file, "audit-log-path": log, "audit-log-mode": "blocking" };
}

function startControllerManager(
  props: ControlPlaneProps,
  kubeconfigOf: (program: string) => string,
  tokenKey: CertificateFiles,
): RunningProcess {
  return startProgram(props, "kube-controller-manager", {
    kubeconfig: kubeconfigOf("kube-controller-manager"),
    "secure-port": 0,
    "leader-elect": false,
    "use-service-account-credentials": true,
    // A token for each of its controllers: at the default of 20 requests per second, start-up waits for them.
    "kube-api-qps": 200,
    "kube-api-burst": 400,
    // A quota for a kind that is newer than the quota counts only after this time; the default is 5 minutes.
    "resource-quota-sync-period": "10s",
    "root-ca-file": props.pki.authority.certificate,
    "service-account-private-key-file": tokenKey.key,
  });
}

function startScheduler(props: ControlPlaneProps, kubeconfigOf: (program: string) => string): void {
  const kubeconfig = kubeconfigOf("kube-scheduler");
  startProgram(props, "kube-scheduler", { kubeconfig, "secure-port": 0, "leader-elect": false });
}

interface Etcd {
  readonly url: string;
  readonly client: CertificateFiles;
}

async function startEtcd(props: ControlPlaneProps): Promise<Etcd> {
  const url = `https://127.0.0.1:${await freePort()}`;
  const peerUrl = `https://127.0.0.1:${await freePort()}`;
  const data = join(props.folder, "etcd");
  mkdirSync(data, { mode: 0o700 });
  const serving = props.pki.issue("etcd", { commonName: "etcd", subjectAltNames: ["IP:127.0.0.1"] });
  const client = props.pki.issue("apiserver-etcd", { commonName: "apiserver" });
  const authority = props.pki.authority.certificate;
  startProgram(props, "etcd", {
    "data-dir": data,
    "listen-client-urls": url,
    "advertise-client-urls": url,
    "listen-peer-urls": peerUrl,
    "initial-advertise-peer-urls": peerUrl,
    "initial-cluster": `default=${peerUrl}`,
    "cert-file": serving.certificate,
    "key-file": serving.key,
    "client-cert-auth": true,
    "trusted-ca-file": authority,
    "peer-cert-file": serving.certificate,
    "peer-key-file": serving.key,
    "peer-client-cert-auth": true,
    "peer-trusted-ca-file": authority,
    // The data is deleted after the run.
    "unsafe-no-fsync": true,
    "log-level": "error",
  });
  return { url, client };
}

function startProgram(
  { processes, programs, onUnexpectedExit }: ControlPlaneProps,
  name: string,
  flags: Readonly<Record<string, string | number | boolean>>,
): RunningProcess {
  const args = Object.entries(flags).map(([flag, value]) => `--${flag}=${value.toString()}`);
  return processes.start(name, required(programs, name), args, { onUnexpectedExit, environment: goMemory });
}
