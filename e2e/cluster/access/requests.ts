import { ApiError, type KubernetesApi } from "../../lab/kubernetes-api";

/** A request to try with a token, and the permission that it needs. */
export interface Attempt {
  readonly title: string;
  /** `<verb> <resource>` */
  readonly needs: string;
  /** Cluster-scoped requests are the same in every namespace. */
  readonly send: (api: KubernetesApi, namespace: string) => Promise<unknown>;
}

const argo = "/apis/argoproj.io/v1alpha1";
const core = "/api/v1/namespaces";
const dry = "?dryRun=All";
/** The name of an object that does not exist: an account with the permission gets 404, all others get 403. */
const missing = "not-there";
const container = { name: "main", image: "busybox", command: ["true"] };
const sample = { metadata: { name: missing } };
const ofArgo = (kind: string, more: object) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind,
  ...sample,
  ...more,
});

/** Requests that change nothing: they are dry runs, or name an object that does not exist. */
export const attempts: readonly Attempt[] = [
  {
    title: "create workflow",
    needs: "create workflows.argoproj.io",
    send: (api, namespace) =>
      api.post(
        `${argo}/namespaces/${namespace}/workflows${dry}`,
        ofArgo("Workflow", { spec: { entrypoint: "main", templates: [{ name: "main", container }] } }),
      ),
  },
  {
    title: "list workflows",
    needs: "list workflows.argoproj.io",
    send: (api, namespace) => api.get(`${argo}/namespaces/${namespace}/workflows`),
  },
  {
    title: "delete workflow",
    needs: "delete workflows.argoproj.io",
    send: (api, namespace) => api.delete(`${argo}/namespaces/${namespace}/workflows/${missing}${dry}`),
  },
  {
    title: "create result",
    needs: "create workflowtaskresults.argoproj.io",
    send: (api, namespace) =>
      api.post(`${argo}/namespaces/${namespace}/workflowtaskresults${dry}`, ofArgo("WorkflowTaskResult", {})),
  },
  {
    title: "patch result",
    needs: "patch workflowtaskresults.argoproj.io",
    send: (api, namespace) =>
      api.patch(`${argo}/namespaces/${namespace}/workflowtaskresults/${missing}${dry}`, {}),
  },
  {
    title: "list cluster templates",
    needs: "list clusterworkflowtemplates.argoproj.io",
    send: (api) => api.get(`${argo}/clusterworkflowtemplates`),
  },
  {
    title: "list secrets",
    needs: "list secrets",
    send: (api, namespace) => api.get(`${core}/${namespace}/secrets`),
  },
  {
    title: "get secret",
    needs: "get secrets",
    send: (api, namespace) => api.get(`${core}/${namespace}/secrets/${missing}`),
  },
  {
    title: "get configmap",
    needs: "get configmaps",
    send: (api, namespace) => api.get(`${core}/${namespace}/configmaps/kube-root-ca.crt`),
  },
  {
    title: "create pod",
    needs: "create pods",
    send: (api, namespace) =>
      api.post(`${core}/${namespace}/pods${dry}`, { ...sample, spec: { containers: [container] } }),
  },
  {
    title: "exec",
    needs: "create pods/exec",
    send: (api, namespace) => api.post(`${core}/${namespace}/pods/${missing}/exec?command=id`, {}),
  },
  {
    title: "get log",
    needs: "get pods/log",
    send: (api, namespace) => api.getText(`${core}/${namespace}/pods/${missing}/log`),
  },
  {
    title: "delete pod",
    needs: "delete pods",
    send: (api, namespace) => api.delete(`${core}/${namespace}/pods/${missing}${dry}`),
  },
  {
    title: "patch deployment",
    needs: "patch deployments.apps",
    send: (api, namespace) =>
      api.patch(`/apis/apps/v1/namespaces/${namespace}/deployments/${missing}${dry}`, {}),
  },
  {
    title: "token of an account",
    needs: "create serviceaccounts/token",
    send: (api, namespace) =>
      api.post(`${core}/${namespace}/serviceaccounts/default/token${dry}`, {
        apiVersion: "authentication.k8s.io/v1",
        kind: "TokenRequest",
        spec: {},
      }),
  },
  {
    title: "create role binding",
    needs: "create rolebindings.rbac.authorization.k8s.io",
    send: (api, namespace) =>
      api.post(`/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings${dry}`, {
        ...sample,
        roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      }),
  },
];

/** Whether the API server allows a request. @throws for an answer that does not depend on permissions */
export async function allowed(attempt: Attempt, api: KubernetesApi, namespace: string): Promise<boolean> {
  try {
    await attempt.send(api, namespace);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401 || error.status >= 500) throw error;
    // Admission also answers 403, but only after RBAC has allowed the request.
    return error.status !== 403 || !error.message.includes(" cannot ");
  }
}
