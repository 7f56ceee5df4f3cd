/** The Kubernetes token of Argo's own containers in a workflow's pod. */

/** The volume that holds it. */
export const executorTokenVolume = "executor-token";

/** Argo's own containers: `init` fetches inputs, `wait` saves outputs and reports them. */
export const executorContainers = ["init", "wait"] as const;

/** Where Kubernetes puts tokens, and where Argo's containers look for theirs. */
const mountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * Seconds. The kubelet renews the token in time. Not 3607: for that number the API server issues a token that is valid
 * for a year (Kubernetes: pkg/serviceaccount/claims.go).
 */
const expirationSeconds = 3600;

const mounted = (name: string) => ({
  name,
  volumeMounts: [{ name: executorTokenVolume, mountPath, readOnly: true }],
});

/**
 * Default `podSpecPatch` of every workflow. It mounts a token into Argo's own containers and into no other. The token
 * belongs to the pod's account, is bound to the pod, and ends with it.
 */
export const executorTokenPatch = JSON.stringify({
  initContainers: [mounted("init")],
  containers: [mounted("wait")],
  volumes: [
    {
      name: executorTokenVolume,
      projected: {
        sources: [
          { serviceAccountToken: { path: "token", expirationSeconds } },
          { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } },
          { downwardAPI: { items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }] } },
        ],
      },
    },
  ],
});
